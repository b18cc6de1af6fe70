import { unsupportedPixels } from './image-failure.ts'
import type { RgbPixels } from './to-rgb.ts'

/** Colour samples of any depth as 8 bits over their full scale, rounded. */
export function toBytes({ data, bits }: RgbPixels): Uint8Array {
  if (data instanceof Uint8Array && bits === 8) return data
  if (bits < 1) throw unsupportedPixels('Expected colour samples of at least one bit; came none.')
  const scale = 255 / (2 ** bits - 1)
  const bytes = new Uint8ClampedArray(data.length)
  // Clamped arrays round what they are given.
  for (let i = 0; i < data.length; i++) bytes[i] = data[i]! * scale
  return new Uint8Array(bytes.buffer)
}
