/** One value of a text, without blanks at its ends. */
const patterns: Readonly<Record<string, RegExp>> = {
  UI: /^[0-9.]{0,64}$/,
  // Whole numbers of seven digits and more name people, orders and devices.
  IS: /^(?:[+-]?\d{1,6})?$/,
  DS: /^(?:[+-]?(?:\d{1,6}|\d{0,6}\.\d{0,20})(?:[eE][+-]?\d{1,3})?)?$/,
  // Kept of RescaleType alone, by its defined terms (PS3.3 C.11.1.1.2).
  LO: /^(?:HU|HU_MOD|OD|US|MGML|Z_EFF|ED|EDW|PCT)$/,
  TM: /^(?:(?:[01]\d|2[0-3])(?::?[0-5]\d(?::?(?:[0-5]\d|60)(?:\.\d{1,6})?)?)?)?$/,
}

/** By VR the bytes of a number, how many of them may be used, and how many numbers there may be. */
const binaries: Readonly<Record<string, { readonly bytes: number; readonly used: number; readonly most: number }>> = {
  US: { bytes: 2, used: 2, most: 1 },
  SS: { bytes: 2, used: 2, most: 1 },
  // A descriptor of a table is three numbers.
  xs: { bytes: 2, used: 2, most: 3 },
  UL: { bytes: 4, used: 3, most: 1_024 },
  OV: { bytes: 8, used: 5, most: 1_000_000 },
}

/** True where the value is what its VR allows, bytes as Latin-1: a name in the place of a number is not kept. */
export function isPlainValue(vr: string, text: string): boolean {
  const pattern = patterns[vr]
  if (pattern)
    return text
      .replace(/\0+$/, '')
      .split('\\')
      .every((value) => pattern.test(value.trim()))
  if (vr === 'AT') return text.length <= 4 * 16 && !/[ -~]{4}/.test(text)
  const binary = binaries[vr]
  return binary === undefined || isSmall(text, binary)
}

/** True where all numbers leave the same outer bytes zero, in either order of bytes: text would not. */
function isSmall(text: string, { bytes, used, most }: (typeof binaries)[string]): boolean {
  const isZero = (from: number, count: number) => text.slice(from, from + count) === '\0'.repeat(count)
  const starts = Array.from({ length: Math.min(most, text.length / bytes) }, (_, i) => i * bytes)
  const inOrder = (offset: number) => starts.every((start) => isZero(start + offset, bytes - used))
  return text.length <= most * bytes && text.length % bytes === 0 && (inOrder(used) || inOrder(0))
}

/** Shorter numbers are counts and settings by chance. */
const leastDigits = 5

/** The whole number that a text is, without sign and leading zeros, where it is long enough to tell a person; else undefined. */
export function tellingNumber(text: string): string | undefined {
  const digits = /^[+-]?0*(\d+)(?:\.0*)?$/.exec(text.trim())?.[1]
  return digits !== undefined && digits.length >= leastDigits ? digits : undefined
}

/** A DICOM date, or date and time without its zone, moved back by days; what is neither gives an empty text. */
export function movedBack(text: string, days: number): string {
  const parts =
    /^(\d{4})[.-]?(\d{2})[.-]?(\d{2})((?:[0-2]\d(?:[0-5]\d(?:[0-6]\d(?:\.\d{1,6})?)?)?)?)(?:[+-]\d{4})?$/.exec(
      text.trim(),
    )
  if (parts === null) return ''
  const [, year, month, day, rest = ''] = parts
  const time = Date.parse(`${year}-${month}-${day}T00:00:00Z`)
  if (!Number.isFinite(time)) return ''
  return new Date(time - days * 86_400_000).toISOString().slice(0, 10).replaceAll('-', '') + rest
}
