import type { Device } from './domain.ts'

/** The execution providers worth trying on a platform, best first; the CPU is always the last. */
export function providerOrder(platform: NodeJS.Platform): readonly Device['provider'][] {
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
