import type { ImageHeader } from '#shared/header.ts'
import type { DicomImage } from '#core/dicom/pixel-data.ts'
import { type PixelFormat, readPixelFormat } from './pixel-format.ts'

export type MadeImage = {
  readonly transferSyntaxUid: string
  readonly header: Partial<ImageHeader>
  readonly vr?: string
  readonly element?: 'integer' | 'float' | 'double'
  /** The value of PixelData; what lies after it in a file may follow. */
  readonly value: Uint8Array
  readonly length?: number
  readonly extendedOffsets?: DicomImage['pixelData']['extendedOffsets']
}

const plain = {
  rows: 4,
  columns: 6,
  numberOfFrames: 1,
  samplesPerPixel: 1,
  photometricInterpretation: 'MONOCHROME2',
  bitsAllocated: 16,
  bitsStored: 16,
  highBit: 15,
  pixelRepresentation: 0,
} as const

/** An image for tests, put together by hand: 4 × 6 pixels of 16 bits unless said otherwise, its high bit the highest stored. */
export function madeImage(made: MadeImage): DicomImage {
  const native = made.transferSyntaxUid === '1.2.840.10008.1.2.1' || made.transferSyntaxUid === '1.2.840.10008.1.2.2'
  const highBit = (made.header.bitsStored ?? plain.bitsStored) - 1
  return {
    kind: 'image',
    header: { image: { ...plain, highBit, ...made.header } } as DicomImage['header'],
    source: {
      size: made.value.length,
      read: (offset, length) => made.value.subarray(offset, offset + length),
    },
    pixelData: {
      element: made.element ?? 'integer',
      vr: made.vr ?? 'OW',
      transferSyntaxUid: made.transferSyntaxUid,
      littleEndian: made.transferSyntaxUid !== '1.2.840.10008.1.2.2',
      offset: 0,
      length: native ? (made.length ?? made.value.length) : undefined,
      extendedOffsets: made.extendedOffsets,
    },
  }
}

/** The pixel format of a header for tests. */
export function madeFormat(header: Partial<ImageHeader>): PixelFormat {
  return readPixelFormat(madeImage({ transferSyntaxUid: '', header, value: new Uint8Array() }).header.image, 'integer')
}

/** The value of encapsulated pixel data (PS3.5 A.4); a table of offsets that may lie, a delimiter that may be missing. */
export function encapsulate(
  fragments: readonly Uint8Array[],
  options: { readonly table?: readonly number[]; readonly delimiter?: boolean } = {},
): Uint8Array {
  const table = new DataView(new ArrayBuffer((options.table ?? []).length * 4))
  for (const [index, offset] of (options.table ?? []).entries()) table.setUint32(index * 4, offset, true)
  const items = [new Uint8Array(table.buffer), ...fragments].flatMap((bytes) => [prefix(0xe000, bytes.length), bytes])
  return Buffer.concat(options.delimiter === false ? items : [...items, prefix(0xe0dd, 0)])
}

function prefix(element: number, length: number): Uint8Array {
  const view = new DataView(new ArrayBuffer(8))
  view.setUint16(0, 0xfffe, true)
  view.setUint16(2, element, true)
  view.setUint32(4, length, true)
  return new Uint8Array(view.buffer)
}
