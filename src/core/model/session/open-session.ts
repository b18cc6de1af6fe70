import { mkdtempSync, rmSync } from 'node:fs'
import { availableParallelism, tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Device, DroppedProvider } from '#shared/domain.ts'
import { TriageError } from '#shared/errors.ts'
import type { Manifest } from '#shared/manifest.ts'
import { modelFile, type ModelFolder } from '#core/model/folder/model-folder.ts'
import { readNodePlacement, type NodePlacement } from './node-placement.ts'
import type { ProviderName } from './providers.ts'
import { runtimeReason } from './runtime-reason.ts'
import { onnxRuntime, type Runtime, type RuntimeSession } from './runtime.ts'
import { zeroTensor } from './zero-tensor.ts'
import { toRuntimeInput } from './batch.ts'

/** `auto`: the best provider that works; `gpu-required`: never the CPU, not even for single nodes. */
export type DevicePolicy = 'auto' | 'cpu' | 'gpu-required'

export type SessionOptions = {
  readonly device: DevicePolicy
  /** 0: one thread a core. */
  readonly threads: number
  /** Those that `proveProviders` found usable, best first. */
  readonly providers: readonly ProviderName[]
}

/** A model ready to run. `device` says what runs it now; it changes only when a provider is dropped, with a notice. */
export type ModelSession = {
  readonly manifest: Manifest
  /** Path of the graph. */
  readonly path: string
  readonly threads: number
  readonly device: Device
  /** The graph as the runtime holds it now. */
  readonly native: RuntimeSession
  /** Gives up the provider in use, for the reason given, and opens the next; refuses when there is none left. */
  dropProvider(why: string): Promise<void>
  close(): Promise<void>
}

/**
 * Opens a model on the first provider that loads it and runs it on zeros. Refuses with `bad-model` what the CPU cannot
 * load either, and with `provider-unavailable` what would need the CPU against the policy.
 */
export async function openSession(
  folder: ModelFolder,
  options: SessionOptions,
  runtime: Runtime = onnxRuntime,
): Promise<ModelSession> {
  const threads = options.threads === 0 ? availableParallelism() : options.threads
  const left = allowedProviders(options)
  const dropped: DroppedProvider[] = []

  async function openNext(): Promise<{ native: RuntimeSession; device: Device }> {
    for (;;) {
      const provider = left.shift()
      if (provider === undefined) throw noProviderLeft(options.device, dropped)
      try {
        return await openOn(folder, provider, threads, options.device, dropped, runtime)
      } catch (error) {
        if (provider === 'cpu') throw notLoadable(error)
        dropped.push({ provider, why: runtimeReason(error) })
      }
    }
  }

  let current = await openNext()
  return {
    manifest: folder.manifest,
    path: modelFile(folder),
    threads,
    get device() {
      return current.device
    },
    get native() {
      return current.native
    },
    async dropProvider(why) {
      dropped.push({ provider: current.device.provider, why })
      await current.native.close()
      current = await openNext()
    },
    close: () => current.native.close(),
  }
}

function allowedProviders({ device, providers }: SessionOptions): ProviderName[] {
  if (device === 'cpu') return ['cpu']
  return providers.filter((name) => device === 'auto' || name !== 'cpu')
}

async function openOn(
  folder: ModelFolder,
  provider: ProviderName,
  threads: number,
  policy: DevicePolicy,
  dropped: readonly DroppedProvider[],
  runtime: Runtime,
): Promise<{ native: RuntimeSession; device: Device }> {
  const path = modelFile(folder)
  if (provider === 'cpu') {
    return { native: await runtime(path, { provider, threads }), device: toDevice(provider, 0, dropped) }
  }
  const profileFolder = mkdtempSync(join(tmpdir(), 'firstlook-placement-'))
  try {
    const native = await runtime(path, { provider, threads, profileFolder })
    try {
      const placement = await placeNodes(native, folder.manifest, provider, profileFolder)
      if (policy === 'gpu-required') refuseFallback(placement)
      return { native, device: toDevice(provider, placement.fallbackNodes, dropped) }
    } catch (error) {
      await native.close()
      throw error
    }
  } finally {
    rmSync(profileFolder, { recursive: true, force: true })
  }
}

function refuseFallback({ fallbackNodes, total, fallbackOps }: NodePlacement): void {
  if (fallbackNodes === 0) return
  throw new Error(`${fallbackNodes} of ${total} nodes would run on the CPU (${fallbackOps.join(', ')})`)
}

/** One run on zeros under the runtime's profiler, which alone knows where each node ran. */
async function placeNodes(
  native: RuntimeSession,
  manifest: Manifest,
  provider: ProviderName,
  profileFolder: string,
): Promise<NodePlacement> {
  const input = toRuntimeInput(manifest, [zeroTensor(manifest.input)])
  await native.run(
    { [manifest.input.name]: input },
    manifest.outputs.map((output) => output.name),
  )
  native.endProfiling()
  return readNodePlacement(profileFolder, provider)
}

function toDevice(provider: ProviderName, fallbackNodes: number, dropped: readonly DroppedProvider[]): Device {
  return { provider, fallbackNodes, ...(dropped.length === 0 ? {} : { dropped: [...dropped] }) }
}

function noProviderLeft(policy: DevicePolicy, dropped: readonly DroppedProvider[]): TriageError {
  const expected = policy === 'gpu-required' ? 'A GPU was required and none can run this model' : 'No provider is left'
  const why =
    dropped.length === 0
      ? 'no provider but the CPU is usable here'
      : dropped.map(({ provider, why: reason }) => `${provider}: ${reason}`).join('; ')
  return new TriageError('provider-unavailable', `${expected}: ${why}.`, 'run')
}

function notLoadable(cause: unknown): TriageError {
  return new TriageError('bad-model', `ONNX Runtime cannot load this model: ${runtimeReason(cause)}`, 'run', { cause })
}
