import { interleave } from '#core/dicom/pixels/cells.ts'
import { type PixelFormat, samplesOf } from '#core/dicom/pixels/pixel-format.ts'
import { refuse } from '#core/dicom/pixels/refuse.ts'
import type { Codec, Decoded } from './codec.ts'
import { type EmscriptenDecoder, type EmscriptenInstance, startEmscripten } from './emscripten.ts'

type Decoder = new () => EmscriptenDecoder

/** CharLS, for JPEG-LS. */
export function startCharls(): Promise<Codec> {
  return start('@cornerstonejs/codec-charls/decodewasmjs', '@cornerstonejs/codec-charls/decodewasm', 'JpegLSDecoder')
}

/** OpenJPEG, for JPEG 2000. */
export function startOpenjpeg(): Promise<Codec> {
  return start('@cornerstonejs/codec-openjpeg/decodewasmjs', '@cornerstonejs/codec-openjpeg/decodewasm', 'J2KDecoder')
}

/** OpenJPH, for High-Throughput JPEG 2000. */
export function startOpenjph(): Promise<Codec> {
  return start('@cornerstonejs/codec-openjph/wasmjs', '@cornerstonejs/codec-openjph/wasm', 'HTJ2KDecoder')
}

async function start(glueFile: string, wasmFile: string, decoder: string): Promise<Codec> {
  const instance = await startEmscripten(glueFile, wasmFile)
  const Decoder = instance.module[decoder] as Decoder
  return {
    decode: (bytes, format) => decode(instance, Decoder, bytes, format),
    heldBytes: () => instance.module.HEAPU8.byteLength,
  }
}

function decode(instance: EmscriptenInstance, Decoder: Decoder, bytes: Uint8Array, format: PixelFormat): Decoded {
  const complaintsBefore = instance.complaints()
  const decoder = new Decoder()
  decoder.getEncodedBuffer(bytes.length).set(bytes)
  decoder.decode()
  const info = decoder.getFrameInfo()
  const buffer = decoder.getDecodedBuffer()
  const size = info.bitsPerSample > 8 ? 2 : 1
  const samples = samplesOf(format)
  if (info.width !== format.columns || info.height !== format.rows || info.componentCount !== format.samplesPerPixel) {
    refuse('codestream-mismatch', 'Expected a decoded frame of the size that its header states; came another.')
  }
  if (buffer.length !== samples * size) {
    refuse('decode-failed', `Expected ${samples * size} decoded bytes; came ${buffer.length}.`)
  }
  const own = new Uint8Array(buffer)
  const cells = size === 1 ? own : new Uint16Array(own.buffer)
  // CharLS leaves the planes of interleave mode "none" as they are.
  const planar = format.samplesPerPixel > 1 && decoder.getInterleaveMode?.() === 0
  decoder.delete()
  return {
    cells: planar ? interleave(cells, format.samplesPerPixel) : cells,
    complaints: instance.complaints() - complaintsBefore,
  }
}
