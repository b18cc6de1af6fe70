const patterns: Readonly<Record<string, RegExp>> = {
  CS: /^[A-Z0-9_ \\]*$/,
  UI: /^[0-9.]*$/,
  IS: /^[0-9+\-\\ ]*$/,
  DS: /^[0-9+\-eE.\\ ]*$/,
  // Kept of RescaleType alone, by its defined terms (PS3.3 C.11.1.1.2).
  LO: /^(HU|HU_MOD|OD|US|MGML|Z_EFF|ED|EDW|PCT) *$/,
  TM: /^[0-9.: ]*$/,
}

/** True where the value is what its VR allows: a name in the place of a number is not kept. */
export function isPlainValue(vr: string, text: string): boolean {
  return patterns[vr]?.test(text.replace(/\0+$/, '')) ?? true
}

/** A DICOM date or date and time moved back by days; what is no date gives an empty text. */
export function movedBack(text: string, days: number): string {
  const parts = /^(\d{4})[.-]?(\d{2})[.-]?(\d{2})(\d*(?:\.\d{1,6})?)/.exec(text.trim())
  if (parts === null) return ''
  const [, year, month, day, rest = ''] = parts
  const time = Date.parse(`${year}-${month}-${day}T00:00:00Z`)
  if (!Number.isFinite(time)) return ''
  return new Date(time - days * 86_400_000).toISOString().slice(0, 10).replaceAll('-', '') + rest
}
