import { TriageError } from '#shared/errors.ts'
import { limits } from '#shared/limits.ts'

/** A function that a model defines, by what it calls and how many nodes it has itself. */
export type FunctionBody = { readonly key: string; readonly calls: readonly string[]; readonly size: number }

/** What a node names when it calls an operator or function. */
export const readsOf = (domain: string, op: string, overload: string): string => `${domain}\n${op}\n${overload}`

/**
 * Refuses functions that call themselves, that nest deeper than the limit, and that would unfold to more nodes than a
 * graph may have: the runtime unfolds them before anything else, in a recursion that has no guard.
 */
export function refuseDeepFunctions(main: Pick<FunctionBody, 'calls' | 'size'>, bodies: readonly FunctionBody[]): void {
  const byKey = new Map(bodies.map((body) => [body.key, body]))
  const known = new Map<string, { depth: number; nodes: number }>()
  const open = new Set<string>()

  function measure(body: Pick<FunctionBody, 'calls' | 'size'>, level: number): { depth: number; nodes: number } {
    if (level > limits.model.functionDepth) throw tooDeep()
    let depth = 0
    let nodes = body.size
    for (const key of body.calls) {
      const called = byKey.get(key)
      if (called === undefined) continue
      if (open.has(key)) throw new TriageError('bad-model', 'A function of the model calls itself.', 'run')
      open.add(key)
      const inner = known.get(key) ?? measure(called, level + 1)
      open.delete(key)
      known.set(key, inner)
      depth = Math.max(depth, inner.depth + 1)
      nodes += inner.nodes
    }
    if (depth > limits.model.functionDepth) throw tooDeep()
    if (nodes > limits.model.nodes) {
      throw new TriageError('limit', `The model's functions unfold to more than ${limits.model.nodes} nodes.`, 'run')
    }
    return { depth, nodes }
  }

  for (const body of [main, ...bodies]) measure(body, 0)
}

const tooDeep = () =>
  new TriageError('limit', `The model's functions call each other deeper than ${limits.model.functionDepth}.`, 'run')
