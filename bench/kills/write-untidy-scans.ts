import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { drawChestPhantom } from '#fixtures/draw-chest-phantom.ts'
import { syntheticIdentity } from '#fixtures/synthetic-identity.ts'
import { writeRadiograph } from '#fixtures/write-chest-phantom.ts'

/** Small phantoms, three a study, with what a real folder also holds: the same file twice, one cut short, one empty, a text. */
export function writeUntidyScans(folder: string, files: number, seed: number): void {
  mkdirSync(folder, { recursive: true })
  for (let i = 0; i < files; i += 1) {
    const drawing = drawChestPhantom({ seed: seed + i, rows: 96, columns: 96, bitsStored: 12 })
    const identity = {
      ...syntheticIdentity(seed * 1_000 + Math.floor(i / 3), 'adult'),
      instanceKey: `instance ${seed} ${i}`,
    }
    const bytes = writeRadiograph(drawing, { identity })
    writeFileSync(join(folder, `${i}.dcm`), bytes)
    if (i % 10 === 0) writeFileSync(join(folder, `${i}-again.dcm`), bytes)
    if (i === 1) writeFileSync(join(folder, 'cut.dcm'), bytes.subarray(0, 700))
  }
  writeFileSync(join(folder, 'empty.dcm'), '')
  writeFileSync(join(folder, 'notes.txt'), 'nothing to see here')
}
