const most = 400

/** At most some hundred points of a curve, both ends among them: more than a plot can show. */
export function thinned<T>(points: readonly T[]): readonly T[] {
  if (points.length <= most) return points
  const step = (points.length - 1) / (most - 1)
  return Array.from({ length: most }, (_, i) => points[Math.round(i * step)] as T)
}
