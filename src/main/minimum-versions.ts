/** The oldest versions without known holes, and those that the measurements of the design were made with. */
const minimums = {
  sqlite: '3.51.3',
  sharp: '0.35.0',
  libvips: '8.18.3',
  onnxRuntime: '1.30.0',
  electron: '44.0.0',
} as const

export type Component = keyof typeof minimums

export type TooOld = { readonly name: Component; readonly found: string; readonly wanted: string }

/** The components that are older than they may be; one that does not say its version counts as too old. */
export function tooOld(
  versions: Partial<Readonly<Record<Component, string>>>,
  required: readonly Component[],
): TooOld[] {
  return required
    .map((name) => ({ name, found: versions[name] ?? '?', wanted: minimums[name] }))
    .filter(({ found, wanted }) => !isAtLeast(found, wanted))
}

function isAtLeast(found: string, wanted: string): boolean {
  const have = numbers(found)
  const want = numbers(wanted)
  if (have.length === 0 || have.some(Number.isNaN)) return false
  for (const [i, part] of want.entries()) {
    const mine = have[i] ?? 0
    if (mine !== part) return mine > part
  }
  return true
}

const numbers = (version: string): number[] => version.split('-')[0]?.split('.').map(Number) ?? []
