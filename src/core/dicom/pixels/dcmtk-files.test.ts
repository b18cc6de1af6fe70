import { execFileSync, spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { beforeAll, describe, expect, it } from 'vitest'
import { drawChestPhantom } from '#fixtures/draw-chest-phantom.ts'
import { scratchFolder } from '#fixtures/scratch-folder.ts'
import { syntheticIdentity } from '#fixtures/synthetic-identity.ts'
import { writeRadiograph } from '#fixtures/write-chest-phantom.ts'
import { readDicom } from '#core/dicom/read-dicom.ts'
import type { StoredPixels } from '#core/dicom/stored-pixels.ts'
import { decodeFrame } from './decode-frame.ts'

const tools = ['dcmcjpeg', 'dcmdjpeg', 'dcmcjpls', 'dcmdjpls', 'dcmcrle', 'dcmdrle']
const hasDcmtk = tools.every((tool) => spawnSync(tool, ['--version'], { stdio: 'ignore' }).status === 0)

/** Encoder with its options, decoder, and bits of the source. */
const codings: readonly (readonly [name: string, encoder: readonly string[], decoder: string, bits: 8 | 12])[] = [
  ['JPEG baseline', ['dcmcjpeg', '+eb'], 'dcmdjpeg', 8],
  ['JPEG extended', ['dcmcjpeg', '+ee'], 'dcmdjpeg', 8],
  ['JPEG extended, 12 bits', ['dcmcjpeg', '+ee'], 'dcmdjpeg', 12],
  ['JPEG spectral selection', ['dcmcjpeg', '+es'], 'dcmdjpeg', 8],
  ['JPEG spectral selection, 12 bits', ['dcmcjpeg', '+es'], 'dcmdjpeg', 12],
  ['JPEG full progression', ['dcmcjpeg', '+ep'], 'dcmdjpeg', 8],
  ['JPEG full progression, 12 bits', ['dcmcjpeg', '+ep'], 'dcmdjpeg', 12],
  ...[1, 2, 3, 4, 5, 6, 7].map(
    (predictor) =>
      [`JPEG lossless, predictor ${predictor}`, ['dcmcjpeg', '+el', '+sv', `${predictor}`], 'dcmdjpeg', 12] as const,
  ),
  ['JPEG lossless, first order', ['dcmcjpeg', '+e1'], 'dcmdjpeg', 12],
  ['JPEG lossless with a point transform', ['dcmcjpeg', '+e1', '+pt', '2'], 'dcmdjpeg', 12],
  ['JPEG-LS', ['dcmcjpls', '+el'], 'dcmdjpls', 12],
  ['JPEG-LS, many fragments', ['dcmcjpls', '+el', '+fs', '4'], 'dcmdjpls', 12],
  ['JPEG-LS near-lossless', ['dcmcjpls', '+en', '+md', '3'], 'dcmdjpls', 12],
  ['RLE', ['dcmcrle'], 'dcmdrle', 12],
]

async function decode(file: string): Promise<StoredPixels> {
  const bytes = readFileSync(file)
  const object = readDicom({ size: bytes.length, read: (offset, length) => bytes.subarray(offset, offset + length) })
  if (object.kind !== 'image') throw new Error('an image was expected')
  return decodeFrame(object, 1)
}

describe.skipIf(!hasDcmtk)('files that DCMTK writes (skipped where it is missing)', () => {
  const folder = scratchFolder()
  beforeAll(() => {
    for (const bitsStored of [8, 12]) {
      const drawing = drawChestPhantom({ seed: 5, rows: 96, columns: 80, bitsStored })
      folder.write(`${bitsStored}`, writeRadiograph(drawing, { identity: syntheticIdentity(5, 'adult') }))
    }
    return () => folder[Symbol.dispose]()
  })

  it.each(codings)('%s is decoded as DCMTK decodes it', async (name, [encoder = '', ...options], decoder, bits) => {
    execFileSync(encoder, [...options, folder.at(`${bits}`), folder.at(name)], { stdio: 'ignore' })
    execFileSync(decoder, [folder.at(name), folder.at(`${name} decoded`)], { stdio: 'ignore' })
    const [ours, theirs] = [await decode(folder.at(name)), await decode(folder.at(`${name} decoded`))]
    expect(ours.data.length).toBe(96 * 80)
    expect(Buffer.from(ours.data.buffer).equals(Buffer.from(theirs.data.buffer))).toBe(true)
  })
})
