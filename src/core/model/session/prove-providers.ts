import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Provider } from '#shared/models.ts'
import { providerOrder } from '#shared/provider-order.ts'
import { readNodePlacement } from './node-placement.ts'
import { proofGraph } from './proof-graph.ts'
import type { ProviderName } from './providers.ts'
import { runtimeReason } from './runtime-reason.ts'
import { onnxRuntime, type Runtime } from './runtime.ts'

/**
 * Which of the platform's execution providers work here, best first. One counts as usable only after it has itself run
 * a small graph and given the known answer; for the others `why` says what happened.
 */
export async function proveProviders(
  order: readonly ProviderName[] = providerOrder(process.platform),
  runtime: Runtime = onnxRuntime,
): Promise<readonly (Provider & { readonly name: ProviderName })[]> {
  const proven = []
  for (const name of order) {
    const why = await proveProvider(name, runtime)
    proven.push({ name, usable: why === '', why })
  }
  return proven
}

async function proveProvider(provider: ProviderName, runtime: Runtime): Promise<string> {
  const profileFolder = mkdtempSync(join(tmpdir(), 'firstlook-proof-'))
  try {
    const session = await runtime(proofGraph.bytes, { provider, threads: 1, profileFolder })
    const { y } = await session.run(proofGraph.input, ['y'])
    session.endProfiling()
    await session.close()
    const { fallbackNodes } = readNodePlacement(profileFolder, provider)
    if (fallbackNodes > 0) return 'it left the proof graph to the CPU'
    const right = proofGraph.answer.every((value, i) => Math.abs(value - Number(y?.data[i])) <= 1e-3)
    return right ? '' : 'it gave a wrong answer to the proof graph'
  } catch (error) {
    return runtimeReason(error)
  } finally {
    rmSync(profileFolder, { recursive: true, force: true })
  }
}
