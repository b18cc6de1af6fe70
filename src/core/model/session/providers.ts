import type { Device } from '#shared/domain.ts'

export type ProviderName = Device['provider']

/** The execution providers worth trying on a platform, best first; the CPU is always the last. */
export function providerOrder(platform: NodeJS.Platform): readonly ProviderName[] {
  switch (platform) {
    case 'win32':
      return ['dml', 'webgpu', 'cpu']
    case 'darwin':
      return ['coreml', 'webgpu', 'cpu']
    case 'linux':
      return ['cuda', 'webgpu', 'cpu']
    default:
      return ['cpu']
  }
}

/** What the runtime calls a provider in its profile, by the name it is asked for. */
export const profiledNames: Readonly<Record<ProviderName, string>> = {
  cpu: 'CPUExecutionProvider',
  webgpu: 'WebGpuExecutionProvider',
  cuda: 'CUDAExecutionProvider',
  tensorrt: 'TensorrtExecutionProvider',
  dml: 'DmlExecutionProvider',
  coreml: 'CoreMLExecutionProvider',
}
