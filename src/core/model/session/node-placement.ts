import { readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { profiledNames, type ProviderName } from './providers.ts'

/** How many nodes of the optimised graph ran where, as the runtime's own profile of a run says. */
export type NodePlacement = {
  readonly total: number
  /** Nodes that ran on the CPU although another provider was asked for; none when the CPU was. */
  readonly fallbackNodes: number
  /** Operator types of those nodes, each once. */
  readonly fallbackOps: readonly string[]
}

type ProfileEvent = { cat?: unknown; name?: unknown; args?: { provider?: unknown; op_name?: unknown } }

/** Reads the one profile that the runtime left in a folder; copies between devices are not counted as nodes. */
export function readNodePlacement(folder: string, provider: ProviderName): NodePlacement {
  const file = readdirSync(folder).find((name) => name.endsWith('.json'))
  if (file === undefined) throw new Error('the runtime wrote no profile')
  return toNodePlacement(JSON.parse(readFileSync(join(folder, file), 'utf8')), provider)
}

/** Counts each node once, however often it ran. */
function toNodePlacement(profile: readonly ProfileEvent[], provider: ProviderName): NodePlacement {
  const nodes = new Map<string, { onCpu: boolean; op: string }>()
  for (const { cat, name, args } of profile) {
    if (cat !== 'Node' || typeof args?.provider !== 'string' || typeof args.op_name !== 'string') continue
    if (args.op_name.startsWith('Memcpy')) continue
    nodes.set(String(name), { onCpu: args.provider === profiledNames.cpu, op: args.op_name })
  }
  const fallen = provider === 'cpu' ? [] : [...nodes.values()].filter((node) => node.onCpu)
  return {
    total: nodes.size,
    fallbackNodes: fallen.length,
    fallbackOps: [...new Set(fallen.map((node) => node.op))].sort(),
  }
}
