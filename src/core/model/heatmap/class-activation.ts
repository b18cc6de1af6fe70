import { TriageError } from '#shared/errors.ts'
import type { Manifest } from '#shared/manifest.ts'
import type { ModelOutput, OutputTensor } from '#core/model/model-output.ts'
import { toRuntimeInput } from '#core/model/session/batch.ts'
import type { ModelSession } from '#core/model/session/open-session.ts'
import { openExposedMaps } from './exposed-maps.ts'
import { toRelevance, type Relevance } from './relevance.ts'

/**
 * A class's activation map (Zhou et al. 2016), exact since its mean makes the logit: as the graph gives it, or taken from a copy of the
 * graph in memory that gives it. Undefined for a model that has none.
 */
export async function classActivation(
  session: ModelSession,
  tensor: Parameters<typeof toRuntimeInput>[1][number],
  output: ModelOutput,
  labelIndex: number,
): Promise<Relevance | undefined> {
  const { manifest } = session
  if (manifest.heatmap !== 'cam') return undefined
  const name = manifest.outputs.find(({ role }) => role === 'cam')?.name
  const maps = name === undefined ? await exposed(session, tensor) : output.tensors[name]
  return maps && mapOf(maps, manifest, labelIndex)
}

async function exposed({ path, manifest }: ModelSession, tensor: Parameters<typeof toRuntimeInput>[1][number]) {
  const graph = await openExposedMaps(path, manifest.input, manifest.labels.length)
  try {
    return (await graph?.ask(toRuntimeInput(manifest, [tensor])))?.maps
  } finally {
    await graph?.close()
  }
}

function mapOf({ shape, data }: OutputTensor, { labels }: Manifest, labelIndex: number): Relevance {
  const [, classes = 0, rows = 0, columns = 0] = shape
  if (!(data instanceof Float32Array) || classes !== labels.length) {
    throw new TriageError(
      'bad-output',
      `Expected a class activation map for each of ${labels.length} labels; ${classes} came.`,
      'interpret',
    )
  }
  const cells = rows * columns
  return toRelevance(rows, columns, data.subarray(labelIndex * cells, (labelIndex + 1) * cells))
}
