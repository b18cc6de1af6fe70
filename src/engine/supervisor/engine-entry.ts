import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** The worker's entry beside the caller's: a source file when run from sources, the built bundle otherwise. */
export function engineEntry(caller: string): string {
  const here = fileURLToPath(caller)
  return here.endsWith('.ts') ? fileURLToPath(new URL('../main.ts', import.meta.url)) : join(dirname(here), 'engine.js')
}
