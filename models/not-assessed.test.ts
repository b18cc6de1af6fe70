import { execFileSync } from 'node:child_process'
import { basename, resolve } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { drawChestPhantom } from '#fixtures/draw-chest-phantom.ts'
import { pngBytes } from '#fixtures/png-bytes.ts'
import { scratchFolder } from '#fixtures/scratch-folder.ts'
import { seededRandom } from '#fixtures/seeded-random.ts'
import { writeChestPhantom } from '#fixtures/write-chest-phantom.ts'
import { writeCtPhantom } from '#fixtures/write-ct-phantom.ts'

type Told = { readonly path: string; readonly kind: string }
type Imported = { readonly imported: number; readonly analysed: number; readonly notAssessed: readonly Told[] }

const side = 256
const frontal = drawChestPhantom({ seed: 71, rows: side, columns: side, bitsStored: 8 }).pixels
const picture = (value: (row: number, column: number) => number) => {
  const values = Uint8Array.from({ length: side * side }, (_, i) => value(Math.floor(i / side), i % side))
  return pngBytes(side, side, values)
}
const at = (row: number, column: number) => frontal[row * side + column] ?? 0
const random = seededRandom(5)
const last = side - 1

/** Whatever none of the shipped models may judge, and why the product says that it does not. */
const stopped: Record<string, { readonly bytes: Uint8Array; readonly kind: string }> = {
  'blank.png': { bytes: picture(() => 128), kind: 'gate-unsuitable' },
  'black.png': { bytes: picture(() => 0), kind: 'gate-unsuitable' },
  'noise.png': { bytes: picture(() => Math.floor(random.between(0, 256))), kind: 'gate-unsuitable' },
  'gradient.png': { bytes: picture((_, column) => column), kind: 'gate-unsuitable' },
  'upside-down.png': { bytes: picture((row, column) => at(last - row, last - column)), kind: 'gate-unsuitable' },
  'turned.png': { bytes: picture((row, column) => at(last - column, row)), kind: 'gate-unsuitable' },
  'inverted.png': { bytes: picture((row, column) => 255 - at(row, column)), kind: 'gate-unsuitable' },
  'corner.png': {
    bytes: picture((row, column) => at(Math.floor(row / 3), Math.floor(column / 3))),
    kind: 'gate-unsuitable',
  },
  'ct.dcm': { bytes: writeCtPhantom({ seed: 72, side: 256, frames: 1 }), kind: 'out-of-scope-modality' },
  'lateral.dcm': {
    bytes: writeChestPhantom({ seed: 73, rows: side, columns: side, viewPosition: 'LL' }),
    kind: 'out-of-scope-view',
  },
}
const passing: Record<string, Uint8Array> = {
  'frontal.png': picture(at),
  'adult.dcm': writeChestPhantom({ seed: 74, rows: side, columns: side }),
  'child.dcm': writeChestPhantom({
    seed: 75,
    rows: side,
    columns: side,
    age: 'child',
    photometricInterpretation: 'MONOCHROME1',
  }),
}

describe('pictures through the import of the command line, with the shipped models', () => {
  const scratch = scratchFolder()
  let told: Imported
  beforeAll(() => {
    const folder = scratch.at('in')
    const files = {
      ...Object.fromEntries(Object.entries(stopped).map(([name, { bytes }]) => [name, bytes])),
      ...passing,
    }
    for (const [name, bytes] of Object.entries(files)) scratch.write(`in/${name}`, bytes)
    const words = ['import', folder, '--data-dir', scratch.at('store'), '--json']
    told = JSON.parse(
      execFileSync(process.execPath, [resolve('src/cli/firstlook.mjs'), ...words], { encoding: 'utf8' }),
    ) as Imported
  }, 60_000)

  it('come out not assessed, each with its reason, where they are no upright frontal chest radiograph', () => {
    const kinds = Object.fromEntries(told.notAssessed.map(({ path, kind }) => [basename(path), kind]))
    expect(kinds).toEqual(Object.fromEntries(Object.entries(stopped).map(([name, { kind }]) => [name, kind])))
  })

  it('are assessed where they are one', () => {
    expect(told).toMatchObject({ imported: 13, analysed: Object.keys(passing).length })
  })
})
