import type { Assessed, AssessRequest } from '#core/pipeline/ports.ts'
import { type ErrorKind, isTriageError } from '#shared/errors.ts'
import type { Settings } from '#shared/settings.ts'

import type { Engine } from './start-engine.ts'
import { threadsInUse } from './threads-in-use.ts'

const deaths: ReadonlySet<ErrorKind> = new Set(['crashed', 'timeout', 'out-of-memory'])

/**
 * Asks the infer process. Where it died and a graphics driver may have been the cause, the batch is run once more on the CPU,
 * and so is the rest for that model version: a crash that remains is the model's own.
 */
export function assessWithFallback(engine: Engine, { device, threads }: Pick<Settings, 'device' | 'threads'>) {
  const onCpu = new Set<string>()
  return async (input: AssessRequest): Promise<Assessed> => {
    const { sha256 } = input.model.version
    const options = { threads: threadsInUse(threads) }
    try {
      return await engine.infer.assess({ ...input, device: onCpu.has(sha256) ? 'cpu' : device, ...options })
    } catch (error) {
      if (!isTriageError(error) || !deaths.has(error.kind)) throw error
      if (device !== 'auto' || onCpu.has(sha256) || !(await hasGpu(engine))) throw error
      onCpu.add(sha256)
      return engine.infer.assess({ ...input, device: 'cpu', ...options })
    }
  }
}

/** Whether anything but the CPU has proven itself here. */
async function hasGpu({ infer }: Engine): Promise<boolean> {
  try {
    return (await infer.providers()).some(({ name, usable }) => usable && name !== 'cpu')
  } catch (error) {
    // A driver that ends the process while it is being proven is there.
    if (isTriageError(error)) return true
    throw error
  }
}
