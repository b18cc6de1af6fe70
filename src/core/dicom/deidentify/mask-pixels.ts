import type { ByteSource } from '#core/dicom/byte-source.ts'
import { refuseHeader } from '#core/dicom/data-set/refuse-header.ts'
import { decodeFrame } from '#core/dicom/pixels/decode-frame.ts'
import { readDicom } from '#core/dicom/read-dicom.ts'
import type { StoredPixels } from '#core/dicom/stored-pixels.ts'
import type { Region } from '#shared/domain.ts'

/** Native pixel data with regions blanked, in little endian, and the attributes that say how they are to be read. */
export type MaskedPixels = Pick<StoredPixels, 'samplesPerPixel' | 'bitsStored' | 'signed'> & {
  readonly bitsAllocated: number
  readonly photometricInterpretation: string
  readonly bytes: Uint8Array
}

const largestBytes = 1_024 ** 3
/** Half of an 8-bit range is no colour where chroma has samples of its own. */
const noChroma = 128

/**
 * Decodes every frame and blanks the regions, in pixels of the stored image; what lies outside the image is left out.
 * Refuses float pixel data, partial-range chroma, more than 1 GiB, and regions that meet the image nowhere.
 */
export async function maskPixels(source: ByteSource, regions: readonly Region[]): Promise<MaskedPixels> {
  const image = readDicom(source)
  if (image.kind !== 'image') return refuseHeader('not-an-image', 'Expected an image to blank regions of.')
  const { numberOfFrames } = image.header.image
  const first = await decodeFrame(image, 1)
  const { data, photometricInterpretation, samplesPerPixel, bitsStored, signed } = first
  if (data instanceof Float32Array || data instanceof Float64Array || photometricInterpretation.includes('PARTIAL')) {
    return refuseHeader('unsupported-pixels', 'Expected whole samples of full range to blank; came others.')
  }
  if (data.byteLength * numberOfFrames > largestBytes) {
    return refuseHeader('limit', `Expected at most ${largestBytes} bytes of pixels to blank; came more.`)
  }
  const bytes = new Uint8Array(data.byteLength * numberOfFrames)
  for (let frame = 1; frame <= numberOfFrames; frame++) {
    const pixels = frame === 1 ? first : await decodeFrame(image, frame)
    if (!blank(pixels, regions)) {
      return refuseHeader('bad-argument', 'Expected regions that meet the image; they all lie outside.')
    }
    bytes.set(
      new Uint8Array(pixels.data.buffer, pixels.data.byteOffset, pixels.data.byteLength),
      (frame - 1) * data.byteLength,
    )
  }
  return {
    samplesPerPixel,
    bitsStored,
    signed,
    photometricInterpretation,
    bitsAllocated: data.BYTES_PER_ELEMENT * 8,
    bytes,
  }
}

/** False where no region meets the picture. */
function blank(
  { data, rows, columns, samplesPerPixel, photometricInterpretation }: StoredPixels,
  regions: readonly Region[],
) {
  const chroma = photometricInterpretation.startsWith('YBR') ? noChroma : 0
  let met = false
  for (const { x, y, width, height } of regions) {
    const [left, right] = [Math.max(0, x), Math.min(columns, x + width)]
    if (left >= right) continue
    for (let row = Math.max(0, y); row < Math.min(rows, y + height); row++) {
      met = true
      const [from, to] = [(row * columns + left) * samplesPerPixel, (row * columns + right) * samplesPerPixel]
      for (let i = from; i < to; i++) data[i] = i % samplesPerPixel === 0 ? 0 : chroma
    }
  }
  return met
}
