import type { PixelFormat } from '#core/dicom/pixels/pixel-format.ts'
import { refuse } from '#core/dicom/pixels/refuse.ts'
import type { Codestream } from './codestream.ts'

/** ITU-T T.800 A.4.2: a tile's number has 16 bits. */
const mostTiles = 65_535

/**
 * Refuses a codestream that is of another image than the header: other rows, columns or samples, more bits than are allocated or
 * fewer than are stored. More bits than stored may be: writers code whole cells; the values are looked at after decoding.
 */
export function expectCodestream(codestream: Codestream, format: PixelFormat): void {
  expectSame('rows', format.rows, codestream.rows)
  expectSame('columns', format.columns, codestream.columns)
  expectSame('samples a pixel', format.samplesPerPixel, codestream.samplesPerPixel)
  const { bitsStored, bitsAllocated } = format
  if (codestream.bits < bitsStored || codestream.bits > bitsAllocated) {
    const bits = bitsStored === bitsAllocated ? `${bitsStored}` : `${bitsStored} to ${bitsAllocated}`
    refuse(
      'codestream-mismatch',
      `Expected a codestream of ${bits} bits as the header states; came ${codestream.bits}.`,
    )
  }
  if (codestream.signed === true && !format.signed) {
    refuse('codestream-mismatch', 'Expected a codestream of unsigned samples as the header states; came signed.')
  }
  if ((codestream.tiles ?? 1) > mostTiles) {
    refuse('limit', `Expected at most ${mostTiles} tiles in JPEG 2000; came ${codestream.tiles}.`)
  }
}

function expectSame(what: string, expected: number, came: number): void {
  if (came !== expected) {
    refuse('codestream-mismatch', `Expected a codestream of ${expected} ${what} as the header states; came ${came}.`)
  }
}
