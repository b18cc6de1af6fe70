import { createRequire } from 'node:module'
import { wasmModule } from './wasm-module.ts'

const load = createRequire(import.meta.url)

/** What the decoders of @cornerstonejs have in common. */
export type EmscriptenDecoder = {
  getEncodedBuffer(length: number): Uint8Array
  getDecodedBuffer(): Uint8Array
  decode(): void
  getFrameInfo(): {
    readonly width: number
    readonly height: number
    readonly bitsPerSample: number
    readonly componentCount: number
    readonly isSigned?: boolean
  }
  getInterleaveMode?(): number
  delete(): void
}

type EmscriptenModule = { readonly HEAPU8: Uint8Array } & Record<string, unknown>

type Factory = (options: {
  instantiateWasm(
    imports: WebAssembly.Imports,
    done: (instance: WebAssembly.Instance, module: WebAssembly.Module) => void,
  ): WebAssembly.Exports
  print(text: string): void
  printErr(text: string): void
}) => Promise<EmscriptenModule>

/** An instance of a package of @cornerstonejs; its complaints are counted and said nowhere: they may quote the file. */
export type EmscriptenInstance = { readonly module: EmscriptenModule; readonly complaints: () => number }

/** OpenJPEG is strict about the numbering of tile-parts, which old writers got wrong. */
const damage = /error|warning(?!\] Non conformant codestream TPsot==TNsot)/i

/** Starts an instance from the glue and the module of the files given. */
export async function startEmscripten(glueFile: string, wasmFile: string): Promise<EmscriptenInstance> {
  const factory = load(glueFile) as Factory
  const wasm = await wasmModule(wasmFile)
  let complaints = 0
  const hear = (text: string): void => {
    if (damage.test(text)) complaints++
  }
  const module = await factory({
    instantiateWasm(imports, done) {
      const instance = new WebAssembly.Instance(wasm, imports)
      done(instance, wasm)
      return instance.exports
    },
    print: hear,
    printErr: hear,
  })
  return { module, complaints: () => complaints }
}
