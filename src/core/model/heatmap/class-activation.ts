import { TriageError } from '#shared/errors.ts'
import type { Manifest } from '#shared/manifest.ts'
import type { ModelOutput } from '#core/model/model-output.ts'
import { toRelevance, type Relevance } from './relevance.ts'

/** A class's activation map as the graph gives it (Zhou et al. 2016): exact, since its mean makes the logit. Undefined without one. */
export function classActivation(output: ModelOutput, manifest: Manifest, labelIndex: number): Relevance | undefined {
  const name = manifest.outputs.find(({ role }) => role === 'cam')?.name
  if (manifest.heatmap !== 'cam' || name === undefined) return undefined
  const maps = output.tensors[name]
  const [, classes = 0, rows = 0, columns = 0] = maps?.shape ?? []
  if (!(maps?.data instanceof Float32Array) || classes !== manifest.labels.length) {
    throw new TriageError(
      'bad-output',
      `Expected a class activation map for each of ${manifest.labels.length} labels; ${classes} came.`,
      'interpret',
    )
  }
  const cells = rows * columns
  return toRelevance(rows, columns, maps.data.subarray(labelIndex * cells, (labelIndex + 1) * cells))
}
