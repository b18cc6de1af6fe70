import type { Device } from '#shared/domain.ts'

export type ProviderName = Device['provider']

/** What the runtime calls a provider in its profile, by the name it is asked for. */
export const profiledNames: Readonly<Record<ProviderName, string>> = {
  cpu: 'CPUExecutionProvider',
  webgpu: 'WebGpuExecutionProvider',
  cuda: 'CUDAExecutionProvider',
  tensorrt: 'TensorrtExecutionProvider',
  dml: 'DmlExecutionProvider',
  coreml: 'CoreMLExecutionProvider',
}
