import type { Coding } from '#core/dicom/data-set/coding.ts'
import { type Element, readElement } from '#core/dicom/data-set/element.ts'
import type { HeaderBytes } from '#core/dicom/data-set/header-bytes.ts'
import { refuseHeader } from '#core/dicom/data-set/refuse-header.ts'
import { blankComments, type Fragment } from './blank-comments.ts'
import { blankPlanes, type CellLayout } from './blank-plane.ts'
import { encodeElement, encodePrefix, encodeText, type Written } from './encode.ts'
import type { MaskedPixels } from './mask-pixels.ts'

/** What is written anew with a masked picture. */
export const maskedTags = [
  0x00280002, 0x00280004, 0x00280006, 0x00280100, 0x00280101, 0x00280102, 0x00280103, 0x00280301,
]

/** The picture with its regions blanked; no text is left in it, as far as the person who drew them saw. */
export function maskedElements(masked: MaskedPixels, coding: Coding): readonly Written[] {
  const { samplesPerPixel, bitsAllocated, bitsStored, signed, photometricInterpretation } = masked
  const number = (tag: number, value: number) => {
    const bytes = new Uint8Array(2)
    new DataView(bytes.buffer).setUint16(0, value, coding.littleEndian)
    return encodeElement(tag, 'US', bytes, coding)
  }
  const value = Buffer.from(masked.bytes)
  if (!coding.littleEndian && bitsAllocated === 16) value.swap16()
  if (!coding.littleEndian && bitsAllocated === 32) value.swap32()
  return [
    number(0x00280002, samplesPerPixel),
    encodeText(0x00280004, 'CS', photometricInterpretation, coding),
    ...(samplesPerPixel > 1 ? [number(0x00280006, 0)] : []),
    number(0x00280100, bitsAllocated),
    number(0x00280101, bitsStored),
    number(0x00280102, bitsStored - 1),
    number(0x00280103, signed ? 1 : 0),
    encodeText(0x00280301, 'CS', 'NO', coding),
    encodeElement(0x7fe00010, bitsAllocated === 8 && coding.explicit ? 'OB' : 'OW', value, coding),
  ]
}

/** How the cells lie where a retired overlay uses their free bits; undefined where none does. */
export function planesBeside(bytes: HeaderBytes, elements: ReadonlyMap<number, Element>, coding: Coding) {
  const hasPlane = Array.from({ length: 16 }, (_, i) => 0x60000102 + i * 0x20000).some((tag) => numberAt(tag) > 0)
  const [bitsAllocated, bitsStored, highBit] = [0x00280100, 0x00280101, 0x00280102].map(numberAt)
  const isCell = bitsAllocated === 8 || bitsAllocated === 16
  if (!hasPlane || !isCell || !bitsStored || highBit === undefined || highBit + 1 < bitsStored) return undefined
  return { bitsAllocated, bitsStored, highBit, littleEndian: coding.littleEndian }

  function numberAt(tag: number): number {
    const element = elements.get(tag)
    if (element?.length !== 2) return 0
    const value = bytes.read(element.offset, 2)
    return new DataView(value.buffer, value.byteOffset, 2).getUint16(0, coding.littleEndian)
  }
}

/** The pixel data as they are, without what they say beside the picture; true where there was such a thing. */
export function pixelElement(bytes: HeaderBytes, pixels: Element, coding: Coding, planes: CellLayout | undefined) {
  const fragments = pixels.length === undefined ? fragmentsOf(bytes, pixels) : []
  const end =
    pixels.length === undefined
      ? pixels.offset + (fragments.at(-1)?.end ?? 0) + delimiterBytes
      : pixels.offset + pixels.length
  if (end > bytes.size) refuseHeader('truncated', 'Expected all of the pixel data; the file ends before.')
  const prefix = encodePrefix(pixels.tag, pixels.vr ?? 'OW', pixels.length, coding)
  const value = Buffer.from(bytes.source.read(pixels.offset, end - pixels.offset))
  const isCommented = blankComments(value, fragments)
  if (planes) blankPlanes(value, planes)
  return { written: { tag: pixels.tag, bytes: [prefix, value] }, blanked: isCommented || planes !== undefined }
}

const delimiterBytes = 8

/** The items of encapsulated pixel data up to their delimiter, counted from the value's start. */
function fragmentsOf(bytes: HeaderBytes, pixels: Element): Fragment[] {
  const fragments: Fragment[] = []
  let position = pixels.offset
  for (;;) {
    const item = readElement(bytes, position, bytes.size, pixels.coding)
    if (item?.tag === 0xfffee0dd) return fragments
    if (item?.tag !== 0xfffee000 || item.length === undefined) {
      return refuseHeader('truncated', 'Expected fragments and a delimiter; the pixel data end without.')
    }
    position = item.offset + item.length
    fragments.push({ start: item.offset - pixels.offset, end: position - pixels.offset })
  }
}
