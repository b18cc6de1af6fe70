const negativeWords = new Set([
  '',
  '0',
  'normal',
  'negative',
  'no',
  'none',
  'false',
  'no-finding',
  'no finding',
  'no_finding',
  'nofinding',
])

/** Whether a reference label counts as positive: one of the values named, or without any anything but "no finding". */
export function isPositive(label: string, positive: readonly string[]): boolean {
  const value = label.trim()
  if (positive.length > 0) return positive.includes(value)
  return !negativeWords.has(value.toLowerCase())
}
