import { readFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { decodeFrame, readDicom, readPixelTables } from '#core/dicom/index.ts'
import { planeToTensor, toDisplayed, toModalityImage, toPreview, toSourcePlane } from '#core/image/index.ts'
import { inputOf } from '#fixtures/grey-picture.ts'
import { scratchFolder } from '#fixtures/scratch-folder.ts'
import { writeEncodings } from './decode/encodings.ts'

/**
 * What preparing an image for a model costs, as a ratio to decoding it, for each encoding of one phantom:
 * `node bench/resize.ts [--side 1024] [--tensor 192] [--rounds 15]`. Processor time, each step at its best of the rounds.
 */
const { values } = parseArgs({
  options: {
    side: { type: 'string', default: '1024' },
    tensor: { type: 'string', default: '192' },
    rounds: { type: 'string', default: '15' },
  },
})
const side = Number(values.side)
const input = inputOf(Number(values.tensor), Number(values.tensor))
const steps = ['decode', 'displayed', 'tensor', 'thumbnail'] as const
type Step = (typeof steps)[number]

using folder = scratchFolder()
const encodings = await writeEncodings(folder.path, side)
const best = new Map<string, Record<Step, number>>()
for (let round = 0; round < Number(values.rounds); round++) {
  for (const { name, file } of encodings) await prepareOnce(name, readFileSync(file))
}
report()

async function prepareOnce(name: string, bytes: Uint8Array): Promise<void> {
  const row = best.get(name) ?? { decode: Infinity, displayed: Infinity, tensor: Infinity, thumbnail: Infinity }
  best.set(name, row)
  const [stored, image] = await timed(row, 'decode', async () => {
    const opened = readDicom({ size: bytes.length, read: (offset, length) => bytes.subarray(offset, offset + length) })
    if (opened.kind !== 'image') throw new Error('an image was expected')
    return [await decodeFrame(opened, 1), opened] as const
  })
  const tables = readPixelTables(image, 1)
  const [modality, displayed] = await timed(row, 'displayed', () => {
    const grey = toModalityImage(stored, image.header.image, tables)
    return Promise.resolve([grey, toDisplayed(grey, tables)] as const)
  })
  await timed(row, 'tensor', () =>
    planeToTensor(
      toSourcePlane(modality, input, () => displayed),
      input,
    ),
  )
  await timed(row, 'thumbnail', () => toPreview(modality, displayed, 128))
}

async function timed<T>(row: Record<Step, number>, step: Step, work: () => Promise<T>): Promise<T> {
  const before = process.cpuUsage()
  const result = await work()
  const { user, system } = process.cpuUsage(before)
  row[step] = Math.min(row[step], (user + system) / 1_000)
  return result
}

function report(): void {
  console.log(
    `${side} × ${side} to ${values.tensor} × ${values.tensor}; shares of decoding, processor time, best of ${values.rounds}`,
  )
  console.log(
    `${'encoding'.padEnd(24)}${['displayed', 'tensor', 'together', 'thumbnail'].map((name) => name.padStart(11)).join('')}`,
  )
  for (const [name, { decode, displayed, tensor, thumbnail }] of best) {
    const shares = [displayed, tensor, displayed + tensor, thumbnail].map((value) => (value / decode).toFixed(2))
    console.log(`${name.padEnd(24)}${shares.map((share) => share.padStart(11)).join('')}`)
  }
}
