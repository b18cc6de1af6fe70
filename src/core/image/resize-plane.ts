import sharp from 'sharp'
import type { ManifestInput } from '#shared/manifest.ts'
import { resample } from './resample.ts'
import type { SourcePlane } from './source-plane.ts'

/** A part of a plane, in whole pixels. */
export type Region = { readonly left: number; readonly top: number; readonly width: number; readonly height: number }

// One image at a time in each process: more threads would only fight for the cores.
sharp.concurrency(1)
sharp.cache(false)

/**
 * Cuts a region out of a plane and scales it, in 16 bits from end to end: without the colour space named, sharp reduces to
 * 8 bits. Where a side grows we resample ourselves: libvips then shifts the picture, by half a pixel at twice the size. It has
 * no bilinear that leaves pixels out either.
 * Returns samples of `width · height · channels`.
 */
export async function resizePlane(
  plane: SourcePlane,
  region: Region,
  { width, height }: { readonly width: number; readonly height: number },
  kernel: Extract<ManifestInput['geometry'], { kernel: string }>['kernel'] | 'nearest',
): Promise<Uint16Array> {
  const { columns, rows, channels, samples } = plane
  const whole = region.left === 0 && region.top === 0 && region.width === columns && region.height === rows
  if (whole && width === columns && height === rows) return samples
  const enlarges = width > region.width || height > region.height
  if (enlarges || kernel === 'linear-plain') return resample(plane, region, { width, height }, kernel)
  const cut = sharp(samples, { raw: { width: columns, height: rows, channels }, limitInputPixels: false })
  const { data } = await (whole ? cut : cut.extract(region))
    .resize(width, height, { fit: 'fill', kernel })
    .toColourspace(channels === 1 ? 'grey16' : 'rgb16')
    .raw({ depth: 'ushort' })
    .toBuffer({ resolveWithObject: true })
  return new Uint16Array(data.buffer, data.byteOffset, data.byteLength / 2)
}
