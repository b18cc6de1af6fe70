import type { Finding } from '#shared/domain.ts'
import type { Golden } from '#shared/manifest.ts'

/** The stages of a parity case in the order in which they are compared. */
type ParityStage = 'file' | 'tensor' | 'scores' | 'boxes'

/** How a case went: the first stage that differs, if any, and the largest difference seen there (in its own units). */
export type Parity = { readonly differs: ParityStage | undefined; readonly largest: number }

type Case = Golden['cases'][number]

/** A tensor's statistics against those of the training framework; differences count in standard deviations. */
export function compareTensor(expected: Case, data: Float32Array, tolerance: Golden['tolerance']): Parity {
  if (expected.tensorMean === undefined && expected.tensorStd === undefined) return { differs: undefined, largest: 0 }
  let sum = 0
  for (const value of data) sum += value
  const mean = sum / data.length
  let squares = 0
  for (const value of data) squares += (value - mean) ** 2
  const std = Math.sqrt(squares / data.length)
  const scale = Math.max(1e-6, expected.tensorStd ?? std)
  const largest = Math.max(
    Math.abs(mean - (expected.tensorMean ?? mean)) / scale,
    Math.abs(std - (expected.tensorStd ?? std)) / scale,
  )
  return { differs: largest > Math.max(tolerance.score, 0.01) ? 'tensor' : undefined, largest }
}

/** Scores and boxes against those of the training framework. A label or box too many or too few differs by infinity. */
export function compareAnswer(
  expected: Case,
  found: {
    readonly scores: readonly { readonly label: string; readonly score: number }[]
    readonly boxes: readonly Finding[]
  },
  tolerance: Golden['tolerance'],
): Parity {
  const scores = expected.scores === undefined ? 0 : scoreDifference(expected.scores, found.scores)
  if (scores > tolerance.score) return { differs: 'scores', largest: scores }
  if (expected.boxes === undefined) return { differs: undefined, largest: scores }
  const boxes = boxDifference(expected.boxes, found.boxes, tolerance)
  return boxes.within ? { differs: undefined, largest: scores } : { differs: 'boxes', largest: boxes.largest }
}

function scoreDifference(
  expected: Readonly<Record<string, number>>,
  found: readonly { readonly label: string; readonly score: number }[],
): number {
  const byLabel = new Map(found.map(({ label, score }) => [label, score]))
  return Object.entries(expected).reduce((most, [label, score]) => {
    const came = byLabel.get(label)
    return Math.max(most, came === undefined ? Number.POSITIVE_INFINITY : Math.abs(came - score))
  }, 0)
}

/** Each expected box is matched with the nearest of its label; order among equal scores is nobody's promise. */
function boxDifference(
  expected: NonNullable<Case['boxes']>,
  found: readonly Finding[],
  tolerance: Golden['tolerance'],
) {
  if (expected.length !== found.length) return { within: false, largest: Number.POSITIVE_INFINITY }
  const left = [...found]
  let largest = 0
  let within = true
  for (const { label, score, box } of expected) {
    const distance = (other: Finding) =>
      other.label === label
        ? Math.max(...box.map((value, i) => Math.abs(value - (other.box?.[i] ?? Number.NaN))))
        : Number.NaN
    const ranked = left.filter((other) => !Number.isNaN(distance(other))).toSorted((a, b) => distance(a) - distance(b))
    const [nearest] = ranked
    if (nearest === undefined) return { within: false, largest: Number.POSITIVE_INFINITY }
    left.splice(left.indexOf(nearest), 1)
    largest = Math.max(largest, distance(nearest))
    within &&= distance(nearest) <= tolerance.box && Math.abs(nearest.score - score) <= tolerance.score
  }
  return { within, largest }
}
