/**
 * A search as FTS5 understands it: every word must begin a word of the study's text. Whatever is typed is words, never
 * operators. A reader who reads unaided first does not search labels. Undefined when there is no word in it.
 */
export function toMatch(search: string, withoutLabels: boolean): string | undefined {
  const all = allWords(search)
  if (all === undefined) return undefined
  return withoutLabels ? `{patient accession description} : (${all})` : all
}

/** The same for a person alone: by name and PatientID. */
export function toPatientMatch(search: string): string | undefined {
  const all = allWords(search)
  return all && `patient : (${all})`
}

function allWords(search: string): string | undefined {
  const words = search.normalize('NFKC').match(/[\p{L}\p{N}\p{M}]+/gu) ?? []
  return words.length === 0 ? undefined : words.map((word) => `"${word}"*`).join(' AND ')
}
