import type { DicomImage } from '#core/dicom/pixel-data.ts'
import { frameBits, isSubsampled, type PixelFormat, samplesOf } from './pixel-format.ts'
import { refuse } from './refuse.ts'
import { cellsOf, type Cells, swapBytes, unpackBits } from './cells.ts'
import { inOrderOfWords } from './long-words.ts'
import { upSampleChroma } from './up-sample-chroma.ts'

/** The cells of one frame (from 1) of native pixel data (PS3.5 8.1.1), read by its range only. */
export function nativeFrame(image: DicomImage, format: PixelFormat, frame: number): Cells {
  const { pixelData, source } = image
  const bits = statedFrameBits(format)
  const frames = image.header.image.numberOfFrames
  const stated = pixelData.length ?? 0
  if (stated * 8 < bits * frames) {
    refuse('truncated-pixel-data', `Expected ${Math.ceil((bits * frames) / 8)} bytes of pixels; came ${stated}.`)
  }
  const firstBit = bits * (frame - 1)
  const start = Math.floor(firstBit / 8)
  const end = Math.ceil((firstBit + bits) / 8)
  const swapped = !pixelData.littleEndian && pixelData.vr === 'OW' && format.bitsAllocated <= 8
  const bytes = swapped ? wordSwappedBytes(image, start, end) : readWhole(source, pixelData.offset + start, end - start)
  const cells = nativeCells(bytes, format, firstBit % 8, pixelData.littleEndian, bits < frameBits(format))
  const inWords = !pixelData.littleEndian && pixelData.vr === 'OW' && cells instanceof Uint32Array
  return inWords ? inOrderOfWords(cells) : cells
}

/** The cells of a frame that lies in `bytes` from the bit given; `subsampled` where two pixels share their chroma. */
export function nativeCells(
  bytes: Uint8Array,
  format: PixelFormat,
  firstBit: number,
  littleEndian: boolean,
  subsampled: boolean,
): Cells {
  if (format.bitsAllocated % 8 !== 0) return unpackBits(bytes, format.bitsAllocated, firstBit, samplesOf(format))
  const cells = cellsOf(bytes, format, littleEndian)
  return subsampled ? upSampleChroma(cells, format.columns) : cells
}

/** Bits of one frame as they lie in the file. */
export function statedFrameBits(format: PixelFormat): number {
  const full = frameBits(format)
  if (!isSubsampled(format.photometricInterpretation)) return full
  if (format.columns % 2 !== 0)
    refuse('unsupported-pixels', `Expected an even number of columns in 4:2:2; came ${format.columns}.`)
  return (full / 3) * 2
}

function wordSwappedBytes(image: DicomImage, start: number, end: number): Uint8Array {
  const from = start - (start % 2)
  const to = end + (end % 2)
  const words = readWhole(image.source, image.pixelData.offset + from, to - from)
  return swapBytes(words, 2).subarray(start - from, end - from)
}

function readWhole(source: DicomImage['source'], offset: number, length: number): Uint8Array {
  const bytes = source.read(offset, length)
  if (bytes.length !== length) {
    refuse('truncated-pixel-data', `Expected ${length} bytes of a frame; the file ends after ${bytes.length}.`)
  }
  return bytes
}
