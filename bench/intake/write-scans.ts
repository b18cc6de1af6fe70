import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { drawChestPhantom } from '#fixtures/draw-chest-phantom.ts'
import { syntheticIdentity } from '#fixtures/synthetic-identity.ts'
import { writeRadiograph } from '#fixtures/write-chest-phantom.ts'

/** Drawings that the files share: drawing is the slow part, and no pixel is looked at. */
const drawings = 8

/** Writes phantoms of 512 × 512 samples of 16 bits, half a megabyte each, two images a study, in folders of a hundred. */
export function writeScans(folder: string, files: number, seed: number): void {
  const drawn = Array.from({ length: drawings }, (_, i) =>
    drawChestPhantom({ seed: seed + i, rows: 512, columns: 512, bitsStored: 12 }),
  )
  for (let i = 0; i < files; i += 1) {
    const drawing = drawn[i % drawings]
    if (!drawing) throw new Error('no drawing')
    const study = Math.floor(i / 2)
    const identity = {
      ...syntheticIdentity(seed * 1_000_000 + study, 'adult'),
      instanceKey: `instance ${seed} ${i}`,
      instanceNumber: 1 + (i % 2),
    }
    const place = join(folder, String(Math.floor(i / 100)))
    mkdirSync(place, { recursive: true })
    writeFileSync(join(place, `${i}.dcm`), writeRadiograph(drawing, { identity }))
  }
}
