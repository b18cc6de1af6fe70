/** A coded character set of ISO 2022: how many bytes a character takes, and what those of a run mean; U+FFFD for none. */
export type GraphicSet = { readonly bytes: 1 | 2; readonly decode: (bytes: Uint8Array) => string }

const replacement = '\u{fffd}'

function oneByte(toCode: (byte: number) => number | undefined): GraphicSet {
  const decode = (bytes: Uint8Array): string =>
    Array.from(bytes, (byte) => {
      const code = toCode(byte)
      return code === undefined ? replacement : String.fromCodePoint(code)
    }).join('')
  return { bytes: 1, decode }
}

/** The upper half of an ISO 8859 part, or of TIS 620, by the platform's table. */
function upperHalf(label: string): GraphicSet {
  const decoder = new TextDecoder(label)
  return { bytes: 1, decode: (bytes) => decoder.decode(bytes) }
}

function twoBytes(label: string, encode: (bytes: Uint8Array) => Uint8Array): GraphicSet {
  const decoder = new TextDecoder(label)
  return { bytes: 2, decode: (bytes) => decoder.decode(encode(bytes)) }
}

const raised = (bytes: Uint8Array): Uint8Array => bytes.map((byte) => byte | 0x80)

/** EUC-JP marks each character of its third set with a single shift. */
function shifted(bytes: Uint8Array): Uint8Array {
  const shifts = new Uint8Array((bytes.length / 2) * 3)
  for (let pair = 0; pair * 2 < bytes.length; pair++) {
    shifts.set([0x8f, (bytes[pair * 2] ?? 0) | 0x80, (bytes[pair * 2 + 1] ?? 0) | 0x80], pair * 3)
  }
  return shifts
}

export const ascii = oneByte((byte) => byte)
/** JIS X 0201 romaji: ISO 646 with a yen sign and an overline. */
export const romaji = oneByte((byte) => (byte === 0x5c ? 0xa5 : byte === 0x7e ? 0x203e : byte))
export const katakana = oneByte((byte) => (byte >= 0xa1 && byte <= 0xdf ? byte - 0xa1 + 0xff61 : undefined))
export const jisX0208 = twoBytes('euc-jp', raised)
export const jisX0212 = twoBytes('euc-jp', shifted)
export const ksX1001 = twoBytes('euc-kr', (bytes) => bytes)
export const gb2312 = twoBytes('gbk', (bytes) => bytes)

/** G1 sets of one byte a character, by the number of their defined term (PS3.3 tables C.12-2 and C.12-3). */
export const upperHalves: Readonly<Record<string, GraphicSet>> = {
  100: oneByte((byte) => byte),
  101: upperHalf('iso-8859-2'),
  109: upperHalf('iso-8859-3'),
  110: upperHalf('iso-8859-4'),
  126: upperHalf('iso-8859-7'),
  127: upperHalf('iso-8859-6'),
  138: upperHalf('iso-8859-8'),
  144: upperHalf('iso-8859-5'),
  // The platform's table for Latin 5 differs from ISO 8859-9 only below 0xA0, which is never looked up.
  148: upperHalf('windows-1254'),
  166: upperHalf('windows-874'),
  203: upperHalf('iso-8859-15'),
}
