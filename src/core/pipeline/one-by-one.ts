import { type Failure, isTriageError } from '#shared/errors.ts'

/**
 * Runs `work` on a batch. When the whole batch fails by an expected failure – a process died, hung or swelled –, each item
 * is tried alone, so that the culprit alone is recorded as failed and the others are judged.
 */
export async function oneByOneIfNeeded<In, Out>(
  items: readonly In[],
  work: (items: readonly In[]) => Promise<readonly Out[]>,
  failed: (item: In, failure: Failure) => Out | Promise<Out>,
): Promise<readonly Out[]> {
  if (items.length === 0) return []
  try {
    return await work(items)
  } catch (error) {
    if (!isTriageError(error) || error.kind === 'cancelled') throw error
    const [only] = items
    if (items.length === 1 && only !== undefined) return [await failed(only, error.toFailure())]
  }
  const results: Out[] = []
  for (const item of items) results.push(...(await oneByOneIfNeeded([item], work, failed)))
  return results
}
