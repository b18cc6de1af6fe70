/** What the runtime wraps around its reasons: codes, C++ signatures and source positions. */
const wrappings: readonly (readonly [RegExp, string])[] = [
  [/\[ONNXRuntimeError\]\s*:\s*\d+\s*:\s*[A-Z_]+\s*:\s*/g, ''],
  [/Non-zero status code returned while running (\w+) node\.\s*Name:'[^']*'\s*Status Message:\s*/g, 'In $1: '],
  [/(?:\b[\w:]+[*&]*\s+)?\bonnxruntime::[\w:~]+\((?:[^()]|\([^()]*\))*\)(?:\s*const)?/g, ''],
  [/\b[\w-]+\.(?:cc|cpp|h):\d+(?:\s+[\w:]+)?/g, ''],
  // Paths, of the runtime's sources or of the model.
  [/[^\s"'()]*[/\\][^\s"'()]*/g, ''],
  [/\s+/g, ' '],
]

/** The runtime's own words on a failure, fit to be shown: one line, at most 240 characters, no paths and no C++. */
export function runtimeReason(error: unknown): string {
  let words = error instanceof Error ? error.message : String(error)
  for (const [pattern, replacement] of wrappings) words = words.replaceAll(pattern, replacement)
  words = words.trim()
  return words.length > 240 ? `${words.slice(0, 239)}…` : words
}
