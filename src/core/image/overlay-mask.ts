import type { PixelTables } from '#core/dicom/stored-pixels.ts'

type Size = { readonly rows: number; readonly columns: number }

/**
 * All overlay planes of a frame (PS3.3 C.9.2) as one, one byte a pixel of the image, 0 or 1. What lies beyond the image is cut
 * off; `undefined` where no plane sets a pixel within it.
 */
export function toOverlayMask(
  overlays: PixelTables['overlays'],
  { rows, columns }: Size,
): Uint8Array<ArrayBuffer> | undefined {
  if (overlays.length === 0) return undefined
  const mask = new Uint8Array(rows * columns)
  let any = 0
  for (const overlay of overlays) {
    // The origin is counted from 1 and may lie outside of the image.
    const [top, left] = [overlay.originRow - 1, overlay.originColumn - 1]
    const [fromColumn, toColumn] = [Math.max(0, -left), Math.min(overlay.columns, columns - left)]
    for (let row = Math.max(0, -top); row < Math.min(overlay.rows, rows - top); row++) {
      const [from, to] = [row * overlay.columns, (row + top) * columns + left]
      for (let column = fromColumn; column < toColumn; column++) {
        const bit = overlay.data[from + column] ?? 0
        if (bit === 1) mask[to + column] = 1
        any |= bit
      }
    }
  }
  return any === 0 ? undefined : mask
}

/** Eight pixels a byte, the first in the lowest bit, row after row without padding. */
export function packBits(mask: Uint8Array): Uint8Array<ArrayBuffer> {
  const packed = new Uint8Array(Math.ceil(mask.length / 8))
  for (let i = 0; i < mask.length; i++) if (mask[i] === 1) packed[i >>> 3] = (packed[i >>> 3] ?? 0) | (1 << (i & 7))
  return packed
}
