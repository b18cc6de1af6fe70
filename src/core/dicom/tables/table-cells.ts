import type { Element } from '#core/dicom/data-set/element.ts'

/** Values of a table whose cells are words, or bytes packed into words (PS3.5 8.1.1); in big endian OW both lie swapped. */
export function cellsOfTable(bytes: Uint8Array, { vr, coding }: Element, bits: 8 | 16): Uint16Array {
  const { numbers, littleEndian } = coding
  if (bits === 16) {
    return Uint16Array.from({ length: Math.floor(bytes.length / 2) }, (_, index) =>
      numbers.readUint16(bytes, index * 2),
    )
  }
  const swapped = !littleEndian && vr !== 'OB'
  return Uint16Array.from(bytes, (byte, index) => (swapped ? (bytes[index ^ 1] ?? byte) : byte))
}
