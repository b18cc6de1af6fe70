import { execFileSync, spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { decodeFrame, readDicom } from '#core/dicom/index.ts'
import { scratchFolder } from '#fixtures/scratch-folder.ts'
import { type Encoding, writeEncodings } from './decode/encodings.ts'

/**
 * Milliseconds a megapixel to decode one frame, beside GDCM and DCMTK in the same run, each at its best of several rounds:
 * `node bench/decode.ts [--side 2048] [--rounds 5]`. Needs dcmtk, libgdcm-tools and python3-gdcm. Files are read before
 * the clock starts; of DCMTK's tools, which can only be run, the time for a tiny image is taken off. A ratio of 1 is as fast as the
 * faster of the two.
 */
const { values } = parseArgs({
  options: { side: { type: 'string', default: '2048' }, rounds: { type: 'string', default: '5' } },
})
const side = Number(values.side)
const rounds = Number(values.rounds)
const tinySide = 64
/** In a row in each round: an import decodes many images, and code that rests is thrown away. */
const repeats = 6

type Times = { readonly wall: number; readonly cpu: number }
type Row = { firstlook: Times[]; gdcm: Times[]; dcmtk: number[]; dcmtkTiny: number[] }

using folder = scratchFolder({ 'tiny/.keep': '' })
const encodings = await writeEncodings(folder.path, side)
const tiny = await writeEncodings(folder.at('tiny'), tinySide)
const rows = new Map<string, Row>(
  encodings.map(({ name }) => [name, { firstlook: [], gdcm: [], dcmtk: [], dcmtkTiny: [] }]),
)

for (let round = 0; round < rounds; round++) {
  const gdcm = timeGdcm(encodings)
  for (const [index, encoding] of encodings.entries()) {
    const row = rows.get(encoding.name)
    for (let repeat = 0; repeat < repeats; repeat++) row?.firstlook.push(await timeFirstlook(encoding))
    row?.gdcm.push(...(gdcm[encoding.file] ?? []))
    row?.dcmtk.push(timeDcmtk(encoding))
    row?.dcmtkTiny.push(timeDcmtk(tiny[index] ?? encoding))
  }
}
report()

/** A new image each time: its codec starts afresh, as it does in an import. */
async function timeFirstlook({ file }: Encoding): Promise<Times> {
  const bytes = readFileSync(file)
  const image = readDicom({ size: bytes.length, read: (offset, length) => bytes.subarray(offset, offset + length) })
  if (image.kind !== 'image') throw new Error('an image was expected')
  const wall = performance.now()
  const cpu = process.cpuUsage()
  await decodeFrame(image, 1)
  const used = process.cpuUsage(cpu)
  return { wall: performance.now() - wall, cpu: (used.user + used.system) / 1000 }
}

function timeGdcm(all: readonly Encoding[]): Readonly<Record<string, readonly Times[]>> {
  const script = join(import.meta.dirname, 'decode/gdcm-times.py')
  const answer = execFileSync('/usr/bin/python3', [script, String(repeats), ...all.map(({ file }) => file)], {
    stdio: ['ignore', 'pipe', 'ignore'],
  })
  return JSON.parse(answer.toString()) as Record<string, Times[]>
}

function timeDcmtk({ file, dcmtk }: Encoding): number {
  if (dcmtk === undefined) return NaN
  const start = performance.now()
  const { status } = spawnSync(dcmtk, [file, folder.at('decoded.dcm')], { stdio: 'ignore' })
  return status === 0 ? performance.now() - start : NaN
}

function report(): void {
  const megapixels = (side * side) / 1e6
  const best = (times: readonly number[]): number => Math.min(...times) / megapixels
  const cell = (value: number, digits = 1): string =>
    (Number.isFinite(value) && value > 0 ? value.toFixed(digits) : '–').padStart(9)
  console.log(`ms a megapixel, ${side} × ${side}, best of ${rounds}`)
  console.log(
    `${'coding'.padEnd(24)}${['Firstlook', 'GDCM', 'DCMTK', 'ratio', 'CPU', 'GDCM CPU', 'ratio'].map((name) => name.padStart(9)).join('')}`,
  )
  for (const [name, { firstlook, gdcm, dcmtk, dcmtkTiny }] of rows) {
    const ours = best(firstlook.map(({ wall }) => wall))
    const native = [best(gdcm.map(({ wall }) => wall)), best(dcmtk) - best(dcmtkTiny)] as const
    const cpu = [best(firstlook.map((times) => times.cpu)), best(gdcm.map((times) => times.cpu))]
    const ratio = cell(ours / Math.min(...native.filter(Number.isFinite)), 2)
    console.log(
      `${name.padEnd(24)}${cell(ours)}${native.map((value) => cell(value)).join('')}${ratio}${cpu.map((value) => cell(value)).join('')}${cell((cpu[0] ?? NaN) / (cpu[1] ?? NaN), 2)}`,
    )
  }
}
