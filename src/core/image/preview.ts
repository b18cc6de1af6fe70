import sharp from 'sharp'
import type { ImageHeader } from '#shared/header.ts'
import type { ModalityImage } from './modality-image.ts'
import type { Displayed } from './to-displayed.ts'

/**
 * A picture of the displayed values as JPEG, no side longer than `maxSide`; smaller images keep their size. Reduced with a
 * filter as wide as the step, so that nothing aliases; pixels that are not square are made so.
 */
export async function toPreview(image: ModalityImage, displayed: Displayed, maxSide: number): Promise<Uint8Array> {
  const { rows, columns } = image
  const [samples, channels] =
    image.kind === 'colour' ? [image.values, 3 as const] : [toBytes(displayed.values), 1 as const]
  const { width, height } = sizeOf(image, maxSide)
  return sharp(samples, { raw: { width: columns, height: rows, channels }, limitInputPixels: false })
    .resize(width, height, { fit: 'fill', kernel: 'linear' })
    .toColourspace(channels === 1 ? 'b-w' : 'srgb')
    .jpeg({ quality: maxSide <= 256 ? 80 : 90, chromaSubsampling: '4:4:4' })
    .toBuffer()
}

function sizeOf({ rows, columns, header }: ModalityImage, maxSide: number): { width: number; height: number } {
  // Only ever made smaller: the axis with the finer pixels gives way.
  const tall = aspectOf(header)
  const [width, height] = tall >= 1 ? [columns / tall, rows] : [columns, rows * tall]
  const ratio = Math.min(1, maxSide / Math.max(width, height))
  return { width: Math.max(1, Math.round(width * ratio)), height: Math.max(1, Math.round(height * ratio)) }
}

/** How much taller than wide a pixel is. */
function aspectOf({ spacing, pixelAspectRatio }: ImageHeader): number {
  if (spacing) return spacing.rowMm / spacing.columnMm
  return pixelAspectRatio ? pixelAspectRatio[0] / pixelAspectRatio[1] : 1
}

function toBytes(values: Uint16Array): Uint8Array {
  const bytes = new Uint8Array(values.length)
  // 65,536 levels over 256: the nearest.
  for (let i = 0; i < values.length; i++) bytes[i] = (values[i]! + 128) / 257
  return bytes
}
