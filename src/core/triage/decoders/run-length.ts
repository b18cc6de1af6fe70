import type { Finding } from '#shared/domain.ts'

/** Whole pixels from `left`, `top` up to but not including `right`, `bottom`. */
export type PixelRegion = {
  readonly left: number
  readonly top: number
  readonly right: number
  readonly bottom: number
}

/**
 * The pixels of a region for which `inside` holds, as COCO's uncompressed run lengths over the whole image: column by
 * column from the top left, the first run being of pixels outside.
 */
export function encodeRunLength(
  { rows, columns }: { readonly rows: number; readonly columns: number },
  region: PixelRegion,
  inside: (column: number, row: number) => boolean,
): NonNullable<Finding['mask']> {
  const counts: number[] = []
  let runStart = 0
  let value = false
  const switchAt = (position: number) => {
    counts.push(position - runStart)
    runStart = position
    value = !value
  }
  for (let column = region.left; column < region.right; column++) {
    for (let row = region.top; row < region.bottom; row++) {
      if (inside(column, row) !== value) switchAt(column * rows + row)
    }
    if (value && region.bottom < rows) switchAt(column * rows + region.bottom)
    // A column that starts above the region is outside there again.
    if (value && region.top > 0) switchAt((column + 1) * rows)
  }
  if (value && region.right < columns) switchAt(region.right * rows)
  if (rows * columns > runStart) counts.push(rows * columns - runStart)
  return { size: [rows, columns], counts }
}
