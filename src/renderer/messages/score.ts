import { numberFormat } from './formats.ts'
import type { Language } from './words.ts'

/**
 * A score in two decimals, or in as many as it takes (at most six) for the reader to see on which side of the threshold it
 * lies.
 */
export function wordScore(score: number, threshold: number | undefined, language: Language): string {
  const rounded = (digits: number) => Number(score.toFixed(digits)) >= Number((threshold ?? 0).toFixed(digits))
  const shows = (digits: number) =>
    threshold === undefined ||
    (rounded(digits) === score >= threshold &&
      (score === threshold || score.toFixed(digits) !== threshold.toFixed(digits)))
  const digits = [2, 3, 4, 5].find(shows) ?? 6
  return numberFormat(language, digits).format(score)
}
