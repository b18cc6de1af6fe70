import { createHash } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import type { StoredPixels } from '#core/dicom/stored-pixels.ts'
import { readDicom } from '#core/dicom/read-dicom.ts'
import { decodeFrame } from './decode-frame.ts'

const folder = '../shared/data/dicom'
const here = existsSync(folder)

type Expected = {
  readonly image: boolean | null
  readonly sha256?: string
  readonly rgbMean?: readonly number[]
  readonly agrees?: boolean
  readonly losslessOf?: string
  readonly photometric?: string
}

/** Where the independent reader is known to be wrong, and what is right instead. */
const readerErrors: Readonly<Record<string, string>> = {
  'pydicom/JPEG2000-embedded-sequence-delimiter.dcm': 'its codestream states 3722445056 columns: refused',
  'pydicom/SC_rgb_small_odd_big_endian.dcm': 'its 8-bit samples lie in swapped words: equal to its little-endian twin',
  'pydicom/examples_ybr_color.dcm': 'its mean was taken of Y, Cb and Cr',
}

const expected: Readonly<Record<string, Expected>> = here
  ? (JSON.parse(readFileSync(`${folder}/expected.json`, 'utf8')) as Record<string, Expected>)
  : {}
const images = Object.entries(expected).filter(([file, { image }]) => image === true && !(file in readerErrors))

async function decode(file: string): Promise<StoredPixels> {
  const bytes = readFileSync(`${folder}/${file}`)
  const object = readDicom({ size: bytes.length, read: (offset, length) => bytes.subarray(offset, offset + length) })
  if (object.kind !== 'image') throw new Error(`${file} holds no image`)
  return decodeFrame(object, 1)
}

describe.skipIf(!here)('the sample files (skipped where ../shared/data/dicom is missing)', () => {
  const grey = images.filter(([, { sha256, agrees }]) => sha256 !== undefined && agrees !== false)
  it.each(grey)('%s has the values that an independent reader finds', async (file, { sha256 }) => {
    const pixels = await decode(file)
    expect(hashOf(pixels)).toBe(sha256)
  })

  const lossless = images.filter(
    ([, { losslessOf, sha256, agrees }]) => losslessOf !== undefined && (sha256 === undefined || agrees === false),
  )
  it.each(lossless)('%s equals its uncompressed original', async (file, { losslessOf }) => {
    const [pixels, original] = [await decode(file), await decode(losslessOf ?? '')]
    expect(Buffer.from(pixels.data.buffer).equals(Buffer.from(original.data.buffer))).toBe(true)
  })

  const colour = images.filter(
    ([, { rgbMean, photometric }]) => rgbMean !== undefined && photometric !== 'PALETTE COLOR',
  )
  it.each(colour)('%s has the colours that an independent reader finds', async (file, { rgbMean }) => {
    const means = rgbMeans(await decode(file))
    for (const [index, mean] of means.entries()) expect(Math.abs(mean - (rgbMean?.[index] ?? NaN))).toBeLessThan(2)
  })

  it('does better than the independent reader', async () => {
    const bigEndian = await decode('pydicom/SC_rgb_small_odd_big_endian.dcm')
    expect(bigEndian.data).toEqual((await decode('pydicom/SC_rgb_small_odd.dcm')).data)
    await expect(decode('pydicom/JPEG2000-embedded-sequence-delimiter.dcm')).rejects.toMatchObject({
      kind: 'codestream-mismatch',
    })
    const [y, cb, cr] = meansOf(await decode('pydicom/examples_ybr_color.dcm'))
    const { rgbMean } = expected['pydicom/examples_ybr_color.dcm'] ?? {}
    for (const [index, mean] of [y, cb, cr].entries())
      expect(Math.abs((mean ?? NaN) - (rgbMean?.[index] ?? NaN))).toBeLessThan(2)
  })

  it('refuses the truncated file by name', async () => {
    await expect(decode('pydicom/MR_truncated.dcm')).rejects.toMatchObject({ kind: 'truncated-pixel-data' })
  })
})

function hashOf({ data }: StoredPixels): string {
  return createHash('sha256')
    .update(new Uint8Array(Int32Array.from(data).buffer))
    .digest('hex')
}

function meansOf(pixels: StoredPixels): readonly number[] {
  const means = [0, 0, 0]
  for (const [index, value] of pixels.data.entries()) means[index % 3] = (means[index % 3] ?? 0) + value
  return means.map((sum) => sum / (pixels.rows * pixels.columns))
}

/** PS3.3 C.7.6.3.1.2: YBR_FULL to RGB is linear, so that of means serves where nothing is clipped. */
function rgbMeans(pixels: StoredPixels): readonly number[] {
  const [y = 0, cb = 0, cr = 0] = meansOf(pixels)
  if (pixels.photometricInterpretation !== 'YBR_FULL') return [y, cb, cr]
  const [blue, red] = [cb - 128, cr - 128]
  return [y + 1.402 * red, y - 0.344136 * blue - 0.714136 * red, y + 1.772 * blue]
}
