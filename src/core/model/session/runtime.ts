import { InferenceSession, Tensor as RuntimeTensor, env } from 'onnxruntime-node'
import type { OutputTensor } from '#core/model/model-output.ts'
import type { ProviderName } from './providers.ts'

/** One value for the runtime, in the element type that the graph declares. */
export type RuntimeInput = {
  readonly elementType: 'float32' | 'float16' | 'uint8'
  readonly data: Float32Array
  readonly shape: readonly number[]
}

/** A declared graph output; a dimension that is not a number is not fixed. */
export type DeclaredOutput = { readonly name: string; readonly shape: readonly (number | string)[] }

/** A loaded graph. `run` and the making of one hold the process's event loop for their whole length. */
export type RuntimeSession = {
  readonly outputs: readonly DeclaredOutput[]
  run(
    inputs: Readonly<Record<string, RuntimeInput>>,
    outputs: readonly string[],
  ): Promise<Readonly<Record<string, OutputTensor>>>
  endProfiling(): void
  close(): Promise<void>
}

type RuntimeOptions = {
  readonly provider: ProviderName
  readonly threads: number
  /** Where the runtime writes its profile of the runs, when one is wanted. */
  readonly profileFolder?: string | undefined
}

/** Loads a graph, from a path (so that external weights resolve beside it) or from bytes. */
export type Runtime = (model: string | Uint8Array, options: RuntimeOptions) => Promise<RuntimeSession>

/** Version of ONNX Runtime in use. */
export const runtimeVersion: string = env.versions.node ?? env.versions.common

/** ONNX Runtime itself: the one place that calls it. */
export const onnxRuntime: Runtime = async (model, { provider, threads, profileFolder }) => {
  const options: InferenceSession.SessionOptions = {
    executionProviders: [provider],
    intraOpNumThreads: threads,
    interOpNumThreads: 1,
    executionMode: 'sequential',
    graphOptimizationLevel: 'all',
    logSeverityLevel: 4,
    ...(profileFolder === undefined ? {} : { enableProfiling: true, profileFilePrefix: `${profileFolder}/profile` }),
  }
  const native =
    typeof model === 'string'
      ? await InferenceSession.create(model, options)
      : await InferenceSession.create(model, options)
  return {
    outputs: native.outputMetadata.map((output) => ({
      name: output.name,
      shape: output.isTensor ? output.shape : [],
    })),
    async run(inputs, outputs) {
      const feeds = Object.fromEntries(Object.entries(inputs).map(([name, input]) => [name, toRuntimeTensor(input)]))
      const answer = await native.run(feeds, outputs)
      return Object.fromEntries(Object.entries(answer).map(([name, tensor]) => [name, toOutputTensor(name, tensor)]))
    },
    endProfiling: () => native.endProfiling(),
    close: () => native.release(),
  }
}

function toRuntimeTensor({ elementType, data, shape }: RuntimeInput): RuntimeTensor {
  switch (elementType) {
    case 'float32':
      return new RuntimeTensor('float32', data, shape)
    case 'float16':
      return toHalfTensor(data, shape)
    case 'uint8':
      return new RuntimeTensor('uint8', Uint8ClampedArray.from(data), shape)
  }
}

/**
 * The runtime's JavaScript side insists on Float16Array where there is one, and its native side (1.30) does not know it: that one is
 * handed the bit patterns.
 */
function toHalfTensor(data: Float32Array, shape: readonly number[]): RuntimeTensor {
  const bits = new Uint16Array(Float16Array.from(data).buffer)
  const tensor = new RuntimeTensor('float16', bits, shape)
  Object.defineProperty(tensor, 'cpuData', { value: bits })
  return tensor
}

/** A copy, so that nothing of the runtime's memory is kept. */
function toOutputTensor(name: string, tensor: RuntimeTensor): OutputTensor {
  const shape = [...tensor.dims]
  switch (tensor.type) {
    case 'float32':
    case 'float16':
    case 'float64':
      return { shape, data: Float32Array.from(tensor.data as Float32Array) }
    case 'int64':
      return { shape, data: BigInt64Array.from(tensor.data as BigInt64Array) }
    case 'int32':
      return { shape, data: Int32Array.from(tensor.data as Int32Array) }
    case 'uint8':
    case 'bool':
      return { shape, data: Uint8Array.from(tensor.data as Uint8Array) }
    default:
      throw new Error(`output "${name}" is of type ${tensor.type}, which is not read`)
  }
}
