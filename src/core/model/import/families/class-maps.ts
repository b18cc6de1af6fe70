import type { Manifest } from '#shared/manifest.ts'
import type { SeenOutput, Subject } from '#core/model/import/draft.ts'

/**
 * The output with one class activation map a score, if there is one: each map's mean differs from the class's logit only by a
 * constant of the class (its bias), on two pictures. Other outputs of that shape are left alone.
 */
export async function mapsBeside(
  { seen, notes, run, input }: Subject,
  scores: SeenOutput,
): Promise<Manifest['outputs']> {
  const count = scores.shape[1] ?? 0
  const maps = seen.find(
    ({ shape }) => shape.length === 4 && shape[1] === count && (shape[2] ?? 0) * (shape[3] ?? 0) > 1,
  )
  if (maps === undefined) return []
  const length = input.channels * (input.width ?? 64) * (input.height ?? 64)
  const other = await run(Float32Array.from({ length }, (_, i) => (i % 97) / 97))
  const readings = [(score: number) => score, (score: number) => Math.log(score / (1 - score))]
  const same = readings.some((toLogit) => {
    const [a, b] = [seen, other].map((answer) => biasesOf(answer, scores.name, maps.name, toLogit))
    return a?.every((bias, k) => Math.abs(bias - (b?.[k] ?? Number.NaN)) <= 1e-3 * Math.max(1, Math.abs(bias)))
  })
  if (!same) return []
  notes.because(
    'heatmap',
    'probe',
    `The mean of each map in ${maps.name} and a constant make the logit: class activation is exact.`,
  )
  return [{ role: 'cam', name: maps.name }]
}

/** Each score as a logit less the mean of its map: the bias, where the map makes the score. */
function biasesOf(
  answer: readonly SeenOutput[],
  scoreName: string,
  mapName: string,
  toLogit: (score: number) => number,
): number[] {
  const scores = Array.from(answer.find(({ name }) => name === scoreName)?.data as Float32Array)
  const maps = answer.find(({ name }) => name === mapName)?.data as Float32Array
  const cells = maps.length / scores.length
  return scores.map((score, k) => {
    const mean = maps.subarray(k * cells, (k + 1) * cells).reduce((sum, value) => sum + value, 0) / cells
    return toLogit(score) - mean
  })
}
