import { copyFileSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'

/** The README's pictures, as the reading spec took them of invented patients: `npm run pictures`. */
const root = join(import.meta.dirname, '..')
const pictures = { worklist: 'reading-worklist', study: 'reading-study' }
mkdirSync(join(root, 'docs/images'), { recursive: true })
for (const [name, taken] of Object.entries(pictures)) {
  copyFileSync(join(root, `e2e/screenshots/${taken}.png`), join(root, `docs/images/${name}.png`))
}
