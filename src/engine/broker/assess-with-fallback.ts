import type { Assessed, AssessRequest } from '#core/pipeline/ports.ts'
import type { Device, DroppedProvider } from '#shared/domain.ts'
import { type ErrorKind, isTriageError } from '#shared/errors.ts'
import { providerOrder } from '#shared/provider-order.ts'
import type { Settings } from '#shared/settings.ts'
import type { Engine } from './start-engine.ts'
import { threadsInUse } from './threads-in-use.ts'

const deaths: ReadonlySet<ErrorKind> = new Set(['crashed', 'timeout', 'out-of-memory'])

/**
 * Asks the infer process. Where it died and a graphics driver may have been the cause, the batch is run once more on the CPU,
 * and so is the rest for that model version: a crash that remains is the model's own. What was given up stands in each
 * result's device, and is told once a model and provider.
 */
export function assessWithFallback(engine: Engine, { device, threads }: Pick<Settings, 'device' | 'threads'>) {
  const died = new Map<string, readonly DroppedProvider[]>()
  const told = new Set<string>()

  function tellDropped({ version }: AssessRequest['model'], { dropped = [], provider }: Device): void {
    for (const given of dropped) {
      const key = `${version.sha256} ${given.provider}`
      if (!told.has(key)) engine.onDropped?.({ model: version.id, dropped: given, next: provider })
      told.add(key)
    }
  }

  return async (input: AssessRequest): Promise<Assessed> => {
    const { sha256 } = input.model.version
    const options = { threads: threadsInUse(threads) }
    const ask = async (): Promise<Assessed> => {
      const dropped = died.get(sha256)
      if (dropped === undefined) return engine.infer.assess({ ...input, device, ...options })
      const assessed = await engine.infer.assess({ ...input, device: 'cpu', ...options })
      return { ...assessed, device: { ...assessed.device, dropped: [...dropped] } }
    }
    let assessed: Assessed
    try {
      assessed = await ask()
    } catch (error) {
      if (!isTriageError(error) || !deaths.has(error.kind) || device !== 'auto' || died.has(sha256)) throw error
      const why = error.kind
      const dropped = (await gpusHere(engine)).map((provider) => ({ provider, why }))
      if (dropped.length === 0) throw error
      died.set(sha256, dropped)
      assessed = await ask()
    }
    tellDropped(input.model, assessed.device)
    return assessed
  }
}

/** The provider other than the CPU that a model is run on here; all that may be, where proving them ends the process too. */
async function gpusHere({ infer }: Engine): Promise<readonly Device['provider'][]> {
  const order = providerOrder(process.platform).filter((name) => name !== 'cpu')
  try {
    const proven = (await infer.providers()).filter(({ usable }) => usable)
    const usable: ReadonlySet<string> = new Set(proven.map(({ name }) => name))
    return order.filter((name) => usable.has(name)).slice(0, 1)
  } catch (error) {
    if (isTriageError(error)) return order
    throw error
  }
}
