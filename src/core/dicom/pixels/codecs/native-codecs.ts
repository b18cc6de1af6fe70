import { type PixelFormat, samplesOf } from '#core/dicom/pixels/pixel-format.ts'
import { refuse } from '#core/dicom/pixels/refuse.ts'
import type { Codec, Decoded } from './codec.ts'
import { wasmModule } from './wasm-module.ts'

type Pointer = number
type Setter = (target: Pointer, value: number) => void

/** What this room calls of the WebAssembly module of dcmjs-codecs: IJG's JPEG, libjxl, OpenJPEG and OpenJPH are in it. */
type Exports = {
  readonly memory: WebAssembly.Memory
  readonly CreateCodecsContext: () => Pointer
  readonly ReleaseCodecsContext: (context: Pointer) => void
  readonly SetColumns: Setter
  readonly SetRows: Setter
  readonly SetBitsAllocated: Setter
  readonly SetBitsStored: Setter
  readonly SetSamplesPerPixel: Setter
  readonly SetPixelRepresentation: Setter
  readonly SetPlanarConfiguration: Setter
  readonly SetPhotometricInterpretation: Setter
  readonly SetEncodedBufferSize: Setter
  readonly GetEncodedBuffer: (context: Pointer) => Pointer
  readonly GetDecodedBuffer: (context: Pointer) => Pointer
  readonly GetDecodedBufferSize: (context: Pointer) => number
  readonly GetBitsAllocated: (context: Pointer) => number
  readonly GetPlanarConfiguration: (context: Pointer) => number
  readonly CreateDecoderParameters: () => Pointer
  readonly ReleaseDecoderParameters: (parameters: Pointer) => void
  readonly SetConvertColorspaceToRgb: Setter
  readonly DecodeJpeg: (context: Pointer, parameters: Pointer) => void
  readonly DecodeJpegXl: (context: Pointer, parameters: Pointer) => void
  readonly DecodeJpeg2000: (context: Pointer, parameters: Pointer) => void
  readonly DecodeHtJpeg2000: (context: Pointer, parameters: Pointer) => void
}

type Instance = { readonly exports: Exports; readonly complaints: () => number }

const file = 'dcmjs-codecs/build/dcmjs-native-codecs.wasm'

/** The module's numbers of the photometric interpretations that matter: samples are wanted as they are coded. */
const photometric = { monochrome2: 1, rgb: 3 } as const

/** What IJG's decoder says when it fills in for bytes that it could not read, and goes on. */
const damage = /Corrupt JPEG data|Premature end|Inconsistent progression/

/** IJG's JPEG, 8 to 16 bits, every non-hierarchical Huffman process; leaves YCbCr as it is. */
export function startJpeg(): Promise<Codec> {
  return start((exports) => exports.DecodeJpeg)
}

/** libjxl, for JPEG XL. */
export function startJpegXl(): Promise<Codec> {
  return start((exports) => exports.DecodeJpegXl)
}

/** OpenJPEG, for signed samples of up to 8 bits, which the faster build of it cuts off at zero. */
export function startSignedJpeg2000(): Promise<Codec> {
  return start((exports) => exports.DecodeJpeg2000)
}

/** OpenJPH, for signed samples of up to 8 bits, which the faster build of it cuts off at zero. */
export function startSignedHtj2k(): Promise<Codec> {
  return start((exports) => exports.DecodeHtJpeg2000)
}

async function start(decoderOf: (exports: Exports) => Exports['DecodeJpeg']): Promise<Codec> {
  const instance = instantiate(await wasmModule(file))
  return {
    decode: (bytes, format) => decode(instance, decoderOf(instance.exports), bytes, format),
    heldBytes: () => instance.exports.memory.buffer.byteLength,
  }
}

function decode(instance: Instance, decoder: Exports['DecodeJpeg'], bytes: Uint8Array, format: PixelFormat): Decoded {
  const { exports } = instance
  const complaintsBefore = instance.complaints()
  const context = createContext(exports, bytes, format)
  const parameters = exports.CreateDecoderParameters()
  exports.SetConvertColorspaceToRgb(parameters, 0)
  decoder(context, parameters)
  const length = exports.GetDecodedBufferSize(context)
  const size = exports.GetBitsAllocated(context) > 8 ? 2 : 1
  const samples = samplesOf(format)
  if (length !== samples * size) refuse('decode-failed', `Expected ${samples * size} decoded bytes; came ${length}.`)
  const from = exports.GetDecodedBuffer(context)
  const own = exports.memory.buffer.slice(from, from + length)
  exports.ReleaseDecoderParameters(parameters)
  exports.ReleaseCodecsContext(context)
  return {
    cells: size === 1 ? new Uint8Array(own) : new Uint16Array(own),
    complaints: instance.complaints() - complaintsBefore,
  }
}

function createContext(exports: Exports, bytes: Uint8Array, format: PixelFormat): Pointer {
  const context = exports.CreateCodecsContext()
  exports.SetColumns(context, format.columns)
  exports.SetRows(context, format.rows)
  exports.SetBitsAllocated(context, format.bitsAllocated)
  exports.SetBitsStored(context, format.bitsStored)
  exports.SetSamplesPerPixel(context, format.samplesPerPixel)
  exports.SetPixelRepresentation(context, format.signed ? 1 : 0)
  exports.SetPlanarConfiguration(context, 0)
  exports.SetPhotometricInterpretation(
    context,
    format.samplesPerPixel === 1 ? photometric.monochrome2 : photometric.rgb,
  )
  exports.SetEncodedBufferSize(context, bytes.length)
  new Uint8Array(exports.memory.buffer, exports.GetEncodedBuffer(context), bytes.length).set(bytes)
  return context
}

// As the package itself does, this leaves out the module's initializers: they take longer than a small frame, and no decoder here needs them.
function instantiate(module: WebAssembly.Module): Instance {
  let complaints = 0
  const success = 0
  const memory = (): ArrayBuffer => (instance.exports as Exports).memory.buffer
  const hear = (text: Pointer, length: number): void => {
    if (damage.test(Buffer.from(memory(), text, length).toString('latin1'))) complaints++
  }
  const giveUp = (): never => refuse('decode-failed', 'Expected a frame that its codec can decode; it gave up.')
  const instance = new WebAssembly.Instance(module, {
    env: {
      emscripten_notify_memory_growth: () => undefined,
      onCodecsInfo: hear,
      onCodecsTrace: () => undefined,
      onCodecsException: giveUp,
    },
    wasi_snapshot_preview1: {
      environ_get: () => success,
      environ_sizes_get: (count: Pointer, size: Pointer) => {
        const view = new DataView(memory())
        view.setUint32(count, 0, true)
        view.setUint32(size, 0, true)
        return success
      },
      proc_exit: giveUp,
      clock_time_get: () => success,
      fd_write: giveUp,
      fd_seek: () => success,
      fd_close: () => success,
    },
  })
  return { exports: instance.exports as Exports, complaints: () => complaints }
}
