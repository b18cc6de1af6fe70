import sharp from 'sharp'
import type { PixelTables } from '#core/dicom/stored-pixels.ts'
import type { ImageHeader } from '#shared/header.ts'
import type { ModalityImage } from './modality-image.ts'
import { shrinkByBox } from './shrink-by-box.ts'
import { toOverlayMask } from './overlay-mask.ts'
import type { Displayed } from './to-displayed.ts'

/**
 * A picture of the displayed values as JPEG, no side longer than `maxSide`; smaller images keep their size. Blocks are
 * averaged down to no less than the size wanted and the rest is filtered, so that nothing aliases; pixels that are not
 * square are made so. Overlay planes lie on it in white.
 */
export async function toPreview(
  image: ModalityImage,
  displayed: Displayed,
  maxSide: number,
  overlays: PixelTables['overlays'] = [],
): Promise<Uint8Array> {
  const { columns } = image
  const size = sizeOf(image, maxSide)
  const factor = Math.max(1, Math.floor(Math.min(columns / size.width, image.rows / size.height)))
  const mask = toOverlayMask(overlays, image)
  const { width, height, channels, samples } =
    image.kind === 'colour'
      ? shrinkByBox({ width: columns, channels: 3, samples: withOverlay(image.values, mask, 3, 255) }, factor, 1)
      : shrinkByBox(
          { width: columns, channels: 1, samples: withOverlay(displayed.values, mask, 1, 65_535) },
          factor,
          257,
        )
  return sharp(samples, { raw: { width, height, channels }, limitInputPixels: false })
    .resize(size.width, size.height, { fit: 'fill', kernel: 'linear' })
    .toColourspace(channels === 1 ? 'b-w' : 'srgb')
    .jpeg({ quality: maxSide <= 256 ? 80 : 90, chromaSubsampling: '4:4:4' })
    .toBuffer()
}

/** A copy with the pixels of a mask in white: others look at the values too, models among them. */
function withOverlay<T extends Uint8Array | Uint16Array>(
  values: T,
  mask: Uint8Array | undefined,
  channels: 1 | 3,
  white: number,
): T {
  if (!mask) return values
  const copy = values.slice() as T
  for (let i = 0; i < mask.length; i++) if (mask[i] === 1) copy.fill(white, i * channels, (i + 1) * channels)
  return copy
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
