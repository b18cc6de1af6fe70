import type { Tensor } from '#core/image/tensor.ts'
import { TriageError } from '#shared/errors.ts'
import { toImagePoint } from '#shared/geometry.ts'
import type { Heatmap } from '#shared/study.ts'
import type { ModelOutput } from '#core/model/model-output.ts'
import type { ModelSession } from '#core/model/session/open-session.ts'
import { runModel } from '#core/model/session/run-model.ts'
import { classActivation } from './class-activation.ts'
import { hideCells, planeSize } from './hide-cells.ts'
import { occlusion } from './occlusion.ts'
import { transposed, type Relevance } from './relevance.ts'

/** Cells at least this relevant make up the region that is hidden to check a map. */
const hottest = 0.5

/**
 * Where in the image a label's score comes from: by class activation where the graph gives the maps, by occlusion otherwise. The map
 * is checked by hiding its hottest region: `sanity` says whether the score fell. `scoreOf` reads a label's score from an output.
 */
export async function explain(
  session: ModelSession,
  tensor: Tensor,
  label: string,
  scoreOf: (output: ModelOutput) => number,
): Promise<Heatmap> {
  const { manifest } = session
  const index = manifest.labels.findIndex(({ name, hidden }) => name === label && !hidden)
  if (index === -1)
    throw new TriageError('not-found', 'Expected one of the labels of this model version; another came.', 'run')
  if (manifest.heatmap === 'none')
    throw new TriageError('refused', 'This model version declares that no heatmap can be made of it.', 'run')
  const started = performance.now()
  const [output] = await runModel(session, [tensor])
  if (output === undefined) throw new Error('a run gives an output for each tensor')
  const before = scoreOf(output)
  const exact = await classActivation(session, tensor, output, index)
  const relevance = exact ?? (await occlusion(session, tensor, before, performance.now() - started, scoreOf))
  const after = await scoreWithoutHottest(session, tensor, relevance, scoreOf)
  const shown = tensor.imageToModel.transposed ? transposed(relevance) : relevance
  return {
    method: exact === undefined ? 'occlusion' : 'class-activation',
    label,
    ...shown,
    // A view of a larger buffer would be sent whole.
    values: shown.values.slice(),
    region: regionOf(tensor, manifest.input.layout),
    sanity: { lowered: after < before, before, after },
  }
}

async function scoreWithoutHottest(
  session: ModelSession,
  tensor: Tensor,
  relevance: Relevance,
  scoreOf: (output: ModelOutput) => number,
): Promise<number> {
  const hidden = hideCells(tensor, session.manifest.input.layout, relevance, (row, column) => {
    return (relevance.values[row * relevance.columns + column] ?? 0) >= hottest
  })
  const [output] = await runModel(session, [hidden])
  if (output === undefined) throw new Error('a run gives an output for each tensor')
  return scoreOf(output)
}

/** The part of the stored image that the tensor covers; padding may reach beyond its edges. */
function regionOf(tensor: Tensor, layout: ModelSession['manifest']['input']['layout']): Heatmap['region'] {
  const { width, height } = planeSize(tensor, layout)
  const a = toImagePoint(tensor.imageToModel, { x: 0, y: 0 })
  const b = toImagePoint(tensor.imageToModel, { x: width, y: height })
  return [a.x, a.y, b.x - a.x, b.y - a.y]
}
