// node models/training/check_resize.mjs OUT: what sharp makes of seeded noise in several sizes, for check_resize.py to compare.
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import sharp from 'sharp'

const out = process.argv[2]
mkdirSync(out, { recursive: true })
const sizes = [
  [224, 224],
  [192, 192],
  [512, 421],
  [421, 512],
  [255, 249],
  [1024, 1000],
  [701, 823],
  [2021, 1793],
  [3001, 2500],
  [208, 1200],
]
const list = []
for (const [width, height] of sizes) {
  // Smooth waves and grain, so that both low and high frequencies are compared.
  const pixels = new Uint16Array(width * height).map((_, i) => {
    const grain = Math.abs((Math.sin(i * 12.9898) * 43758.5453) % 1)
    const wave = 0.5 + 0.5 * Math.sin((i % width) / 17) * Math.cos(Math.floor(i / width) / 23)
    return Math.round(65535 * (i % 7 === 0 ? grain : wave))
  })
  const small = await sharp(pixels, { raw: { width, height, channels: 1 } })
    .resize(192, 192, { fit: 'fill', kernel: 'linear', fastShrinkOnLoad: false })
    .toColourspace('grey16')
    .raw({ depth: 'ushort' })
    .toBuffer({ resolveWithObject: true })
  if (small.info.channels !== 1) throw new Error(`${small.info.channels} channels came`)
  const name = `${width}x${height}`
  writeFileSync(join(out, `${name}.in`), pixels)
  writeFileSync(join(out, `${name}.out`), small.data)
  list.push([width, height])
}
writeFileSync(join(out, 'sizes.json'), JSON.stringify(list))
