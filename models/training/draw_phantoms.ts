import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { drawChestPhantom, type OpacityOptions } from '#fixtures/draw-chest-phantom.ts'
import { seededRandom } from '#fixtures/seeded-random.ts'

/**
 * `node models/training/draw_phantoms.ts FOLDER [COUNT] [FIRST_SEED]`: phantoms with and without opacities, adults and children,
 * 224 × 224 and 8 bits, for data.py. They teach that the words burned into a phantom say nothing.
 */
const [folder, count = '400', firstSeed = '5000'] = process.argv.slice(2)
if (folder === undefined) throw new Error('a folder was expected')
mkdirSync(folder, { recursive: true })
const side = 224
const pixels = new Uint8Array(Number(count) * side * side)
const labels = Array.from({ length: Number(count) }, (_, i) => {
  const seed = Number(firstSeed) + i
  const random = seededRandom(seed * 7 + 1)
  const positive = i % 2 === 1
  const age = random.between(0, 1) < 0.5 ? ('adult' as const) : ('child' as const)
  const opacities = positive ? Array.from({ length: random.between(0, 1) < 0.6 ? 1 : 2 }, () => drawOpacity(random)) : []
  const phantom = drawChestPhantom({ seed, rows: side, columns: side, bitsStored: 8, age, opacities })
  pixels.set(phantom.pixels, i * side * side)
  return { seed, positive, age, boxes: phantom.boxes }
})
writeFileSync(join(folder, 'pixels.bin'), pixels)
writeFileSync(join(folder, 'labels.json'), JSON.stringify(labels))

function drawOpacity({ between }: ReturnType<typeof seededRandom>): OpacityOptions {
  const zone = (['upper', 'middle', 'lower'] as const)[Math.min(2, Math.floor(between(0, 3)))] ?? 'lower'
  return {
    side: between(0, 1) < 0.5 ? 'left' : 'right',
    zone,
    radius: between(0.06, 0.12),
    strength: between(0.5, 1),
  }
}
