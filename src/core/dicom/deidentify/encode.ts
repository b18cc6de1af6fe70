import type { Coding } from '#core/dicom/data-set/coding.ts'

/** An element ready to be written, after its value. */
export type Written = { readonly tag: number; readonly bytes: readonly Uint8Array[] }

type Layout = Pick<Coding, 'explicit' | 'littleEndian'>

const longVrs = new Set(['OB', 'OD', 'OF', 'OL', 'OV', 'OW', 'SQ', 'SV', 'UC', 'UN', 'UR', 'UT', 'UV'])

/** An element's tag, VR and length, as its coding writes them; `undefined` is the undefined length. */
export function encodePrefix(tag: number, vr: string, length: number | undefined, coding: Layout): Uint8Array {
  const isLong = coding.explicit && tag < 0xfffe0000 && longVrs.has(vr)
  const bytes = new Uint8Array(isLong ? 12 : 8)
  const view = new DataView(bytes.buffer)
  const little = coding.littleEndian
  view.setUint16(0, tag >>> 16, little)
  view.setUint16(2, tag & 0xffff, little)
  const stated = length ?? 0xffffffff
  if (!coding.explicit || tag >= 0xfffe0000) view.setUint32(4, stated, little)
  else {
    bytes.set([vr.charCodeAt(0), vr.charCodeAt(1)], 4)
    if (isLong) view.setUint32(8, stated, little)
    else view.setUint16(6, stated, little)
  }
  return bytes
}

/** An element with its value, padded to an even length. */
export function encodeElement(tag: number, vr: string, value: Uint8Array, coding: Layout): Written {
  const length = value.length + (value.length % 2)
  const padding = vr === 'UI' || vr.startsWith('O') ? 0 : 0x20
  const tail = length === value.length ? [] : [Uint8Array.of(padding)]
  return { tag, bytes: [encodePrefix(tag, vr, length, coding), value, ...tail] }
}

/** A text element in ASCII. */
export function encodeText(tag: number, vr: string, text: string, coding: Layout): Written {
  return encodeElement(tag, vr, Buffer.from(text, 'ascii'), coding)
}

/** A sequence of items, each a list of elements. */
export function encodeSequence(tag: number, items: readonly (readonly Written[])[], coding: Layout): Written {
  const parts = items.flatMap((item) => {
    const content = joined(item)
    return [encodePrefix(0xfffee000, '', content.length, coding), content]
  })
  return encodeElement(tag, 'SQ', Buffer.concat(parts), coding)
}

/** The bytes of elements in the order of their tags. */
export function joined(elements: readonly Written[]): Buffer {
  return Buffer.concat(elements.toSorted((a, b) => a.tag - b.tag).flatMap(({ bytes }) => bytes))
}
