import { refuse } from '#core/dicom/pixels/refuse.ts'
import type { Codestream } from './codestream.ts'

/** What a JPEG XL codestream (ISO/IEC 18181-1, SizeHeader and ImageMetadata) says of its image; it has no end marker. */
export type JpegXlHeader = Codestream & { readonly ended: true }

const containerSignature = Buffer.from('0000000c4a584c200d0a870a', 'hex')
/** Width to height, by the ratio's number. */
const ratios = [
  [1, 1],
  [12, 10],
  [4, 3],
  [3, 2],
  [16, 9],
  [5, 4],
  [2, 1],
] as const

type BitReader = (bits: number) => number
type U32Choice = readonly [base: number, bits: number]

const sizeChoices = [
  [1, 9],
  [1, 13],
  [1, 18],
  [1, 30],
] as const
const depthChoices = [
  [8, 0],
  [10, 0],
  [12, 0],
  [1, 6],
] as const
const channelChoices = [
  [0, 0],
  [1, 0],
  [2, 4],
  [1, 12],
] as const
const enumChoices = [
  [0, 0],
  [1, 0],
  [2, 4],
  [18, 6],
] as const

/** True for the start of a JPEG XL codestream or container. */
export function isJpegXl(bytes: Uint8Array): boolean {
  return (
    (bytes[0] === 0xff && bytes[1] === 0x0a) || containerSignature.equals(bytes.subarray(0, containerSignature.length))
  )
}

/** Reads size, depth and channels; refuses what no DICOM frame is: animation, preview, rotation, alpha, float samples. */
export function readJpegXlHeader(bytes: Uint8Array): JpegXlHeader {
  const read = bitReader(codestreamOf(bytes).subarray(2))
  const { rows, columns } = readSize(read)
  const isDefault = read(1) === 1
  if (isDefault) return { rows, columns, samplesPerPixel: 3, bits: 8, signed: false, ended: true }
  if (read(1) === 1) expectPlainFields(read)
  if (read(1) === 1) refuse('unsupported-pixels', 'Expected integer samples in JPEG XL; came floating point.')
  const bits = readU32(read, depthChoices)
  read(1) // Whether 16-bit buffers suffice.
  if (readU32(read, channelChoices) !== 0)
    refuse('unsupported-pixels', 'Expected no extra channels in JPEG XL; came some.')
  read(1) // Whether colours are coded as XYB: the decoder gives them back.
  return { rows, columns, samplesPerPixel: readChannels(read), bits, signed: false, ended: true }
}

function readSize(read: BitReader): { rows: number; columns: number } {
  const small = read(1) === 1
  const side = (): number => (small ? (read(5) + 1) * 8 : readU32(read, sizeChoices))
  const rows = side()
  const ratio = ratios[read(3) - 1]
  return { rows, columns: ratio === undefined ? side() : Math.floor((rows * ratio[0]) / ratio[1]) }
}

function expectPlainFields(read: BitReader): void {
  const rotated = read(3) !== 0
  if (read(1) === 1) readSize(read)
  const preview = read(1) === 1
  const animation = !preview && read(1) === 1
  if (rotated || preview || animation) {
    refuse('unsupported-pixels', 'Expected a plain image in JPEG XL; came one with rotation, preview or animation.')
  }
}

/** Grey or colour, by the colour encoding; an embedded profile is passed over. */
function readChannels(read: BitReader): number {
  const isDefault = read(1) === 1
  if (isDefault) return 3
  read(1) // Whether an ICC profile follows.
  return readU32(read, enumChoices) === 1 ? 1 : 3
}

function readU32(read: BitReader, choices: readonly [U32Choice, U32Choice, U32Choice, U32Choice]): number {
  const [base, bits] = choices[read(2)] ?? choices[0]
  return base + read(bits)
}

/** Reads from the least significant bit on; past the end it refuses. */
function bitReader(bytes: Uint8Array): BitReader {
  let position = 0
  return (bits) => {
    let value = 0
    for (let bit = 0; bit < bits; bit++, position++) {
      const byte = bytes[position >>> 3]
      if (byte === undefined)
        refuse('truncated-pixel-data', 'Expected a whole JPEG XL header; the frame ends within it.')
      value += ((byte >>> (position & 7)) & 1) * 2 ** bit
    }
    return value
  }
}

/** The codestream of a container: its box of that name, or the first part of one. */
function codestreamOf(bytes: Uint8Array): Uint8Array {
  if (!isJpegXl(bytes)) refuse('decode-failed', 'Expected a JPEG XL codestream; came other bytes.')
  if (bytes[0] === 0xff) return bytes
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  for (let position = 0; position + 8 <= bytes.length;) {
    const length = view.getUint32(position)
    const kind = Buffer.from(bytes.subarray(position + 4, position + 8)).toString('latin1')
    if (kind === 'jxlc') return bytes.subarray(position + 8)
    if (kind === 'jxlp') return bytes.subarray(position + 12)
    if (length < 8) break
    position += length
  }
  return refuse('decode-failed', 'Expected a codestream in a JPEG XL container; came none.')
}
