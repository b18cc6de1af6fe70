/**
 * A search as FTS5 understands it: every word must begin a word of the study's text. Whatever is typed is words, never
 * operators. A reader who reads unaided first does not search labels. Undefined when there is no word in it.
 */
export function toMatch(search: string, withoutLabels: boolean): string | undefined {
  const words = search.normalize('NFKC').match(/[\p{L}\p{N}\p{M}]+/gu) ?? []
  if (words.length === 0) return undefined
  const all = words.map((word) => `"${word}"*`).join(' AND ')
  return withoutLabels ? `{patient accession description} : (${all})` : all
}
