/** A score within so much of its threshold could as well lie on the other side. */
const band = 0.05

export const isNear = (score: number, threshold: number): boolean => Math.abs(score - threshold) < band
