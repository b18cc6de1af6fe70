import sharp from 'sharp'
import type { Displayed } from './to-displayed.ts'
import type { ModalityImage } from './modality-image.ts'

/** A picture encoded as JPEG, no side longer than `maxSide`; smaller images keep their size. */
export async function toPreview(image: ModalityImage, displayed: Displayed, maxSide: number): Promise<Uint8Array> {
  const { rows, columns } = image
  const [samples, channels] =
    image.kind === 'colour'
      ? [image.values, 3 as const]
      : [Uint8Array.from(displayed.values, (value) => value >>> 8), 1 as const]
  return sharp(samples, { raw: { width: columns, height: rows, channels }, limitInputPixels: false })
    .resize(maxSide, maxSide, { fit: 'inside', withoutEnlargement: true, kernel: 'linear' })
    .toColourspace(channels === 1 ? 'b-w' : 'srgb')
    .jpeg({ quality: maxSide <= 256 ? 80 : 90, chromaSubsampling: '4:4:4' })
    .toBuffer()
}
