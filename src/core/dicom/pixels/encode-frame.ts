import type { PixelFormat } from './pixel-format.ts'
import { wasmModule } from './codecs/wasm-module.ts'

type Encode = (context: number, parameters: number) => void
type Exports = Readonly<Record<string, (...values: number[]) => number>> & { readonly memory: WebAssembly.Memory }

/** How a frame is to be coded; what the codec does not know is passed over. */
export type EncodeOptions = {
  readonly lossy?: boolean
  readonly quality?: number
  /** JPEG Lossless: 1 to 7. */
  readonly predictor?: number
  /** JPEG-LS: the largest error of a sample. */
  readonly nearLossless?: number
  readonly multipleComponentTransform?: boolean
}

const encoders = {
  jpeg: 'EncodeJpeg',
  'jpeg-ls': 'EncodeJpegLs',
  'jpeg-2000': 'EncodeJpeg2000',
  htj2k: 'EncodeHtJpeg2000',
  'jpeg-xl': 'EncodeJpegXl',
} as const

/** One frame coded for tests and benchmarks, from cells as they lie in memory, samples interleaved; never used by the product. */
export async function encodeFrame(
  codec: keyof typeof encoders,
  cells: Uint8Array,
  format: PixelFormat,
  options: EncodeOptions = {},
): Promise<Uint8Array> {
  const exports = instantiate(await wasmModule('dcmjs-codecs/build/dcmjs-native-codecs.wasm'))
  const call = (name: string, ...values: number[]): number => exports[name]?.(...values) ?? 0
  const context = call('CreateCodecsContext')
  const parameters = call('CreateEncoderParameters')
  const values = {
    Columns: format.columns,
    Rows: format.rows,
    BitsAllocated: format.bitsAllocated,
    BitsStored: format.bitsStored,
    SamplesPerPixel: format.samplesPerPixel,
    PixelRepresentation: format.signed ? 1 : 0,
    PlanarConfiguration: 0,
    PhotometricInterpretation: format.samplesPerPixel === 3 ? 3 : 1,
    DecodedBufferSize: cells.length,
  }
  for (const [name, value] of Object.entries(values)) call(`Set${name}`, context, value)
  const settings = {
    Lossy: options.lossy === true ? 1 : 0,
    Quality: options.quality ?? 90,
    SmoothingFactor: 0,
    SampleFactor: 0,
    Predictor: options.predictor ?? 1,
    PointTransform: 0,
    AllowedLossyError: options.nearLossless ?? 2,
    ProgressionOrder: 2,
    Rate: 20,
    AllowMct: options.multipleComponentTransform === false ? 0 : 1,
  }
  for (const [name, value] of Object.entries(settings)) call(`Set${name}`, parameters, value)
  new Uint8Array(exports.memory.buffer, call('GetDecodedBuffer', context), cells.length).set(cells)
  ;(exports[encoders[codec]] as Encode)(context, parameters)
  const from = call('GetEncodedBuffer', context)
  return new Uint8Array(exports.memory.buffer.slice(from, from + call('GetEncodedBufferSize', context)))
}

function instantiate(module: WebAssembly.Module): Exports {
  const nothing = (): number => 0
  const fail = (text: number, length: number): never => {
    throw new Error(Buffer.from((instance.exports as Exports).memory.buffer, text, length).toString('latin1'))
  }
  const instance = new WebAssembly.Instance(module, {
    env: {
      emscripten_notify_memory_growth: nothing,
      onCodecsInfo: nothing,
      onCodecsTrace: nothing,
      onCodecsException: fail,
    },
    wasi_snapshot_preview1: {
      environ_get: nothing,
      environ_sizes_get: nothing,
      proc_exit: nothing,
      clock_time_get: nothing,
      fd_write: nothing,
      fd_seek: nothing,
      fd_close: nothing,
    },
  })
  const exports = instance.exports as Exports
  exports['_initialize']?.()
  return exports
}
