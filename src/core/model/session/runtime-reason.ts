/**
 * The runtime's own words on a failure, fit to be shown: one line, at most 240 characters, without file paths or the
 * source positions that its assertions carry.
 */
export function runtimeReason(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error)
  const words = message
    .replaceAll(/[^\s"'()]*[/\\][^\s"'()]*/g, '')
    .replaceAll(/\s+/g, ' ')
    .trim()
  return words.length > 240 ? `${words.slice(0, 239)}…` : words
}
