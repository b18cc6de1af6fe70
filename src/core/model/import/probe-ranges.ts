import { normalisations } from '#shared/model-answers.ts'
import type { Subject } from './draft.ts'

/**
 * Feeds three different pictures to the graph at several ranges of grey levels and sees how much the outputs differ between them:
 * at a range it was not made for a network answers nearly the same to everything. Gives the range with the largest difference, and
 * a sentence with the figures.
 */
export async function bestRange(
  { input, run }: Subject,
  output: string,
  presets: readonly string[],
): Promise<{ readonly best: string; readonly report: string }> {
  const width = input.width ?? 64
  const height = input.height ?? 64
  const found: { name: string; spread: number }[] = []
  for (const name of presets) {
    const scaling = normalisations[name]?.scaling
    if (scaling?.kind !== 'range') continue
    const answers: ArrayLike<number>[] = []
    for (const picture of pictures) {
      const plane = drawn(picture, width, height, input.channels, input.layout === 'NHWC').map(
        (v) => v * (scaling.high - scaling.low) + scaling.low,
      )
      const seen = (await run(plane)).find((candidate) => candidate.name === output)
      answers.push(seen?.data as Float32Array)
    }
    found.push({ name, spread: spreadOf(answers) })
  }
  const best = found.toSorted((a, b) => b.spread - a.spread)[0]
  const figures = found
    .map(({ name, spread }) => `${spread.toPrecision(2)} at ${normalisations[name]?.meaning ?? name}`)
    .join(', ')
  return { best: best?.name ?? '', report: `Outputs differ between test pictures by ${figures}.` }
}

type Picture = (x: number, y: number) => number

/** A ramp, a bright disc and stripes, over 0..1 in both directions. */
const pictures: readonly Picture[] = [
  (x) => x,
  (x, y) => ((x - 0.5) ** 2 + (y - 0.5) ** 2 < 0.09 ? 0.9 : 0.2),
  (x, y) => 0.5 + 0.5 * Math.sin(40 * x + 11 * y),
]

function drawn(picture: Picture, width: number, height: number, channels: number, last: boolean): Float32Array {
  const data = new Float32Array(width * height * channels)
  for (let i = 0; i < data.length; i++) {
    const pixel = last ? Math.floor(i / channels) : i % (width * height)
    data[i] = picture((pixel % width) / width, Math.floor(pixel / width) / height)
  }
  return data
}

/** Mean over the outputs of the standard deviation between pictures. */
function spreadOf(answers: readonly ArrayLike<number>[]): number {
  const length = answers[0]?.length ?? 0
  let sum = 0
  for (let i = 0; i < length; i++) {
    const values = answers.map((answer) => answer[i] ?? 0)
    const mean = values.reduce((total, value) => total + value, 0) / values.length
    sum += Math.sqrt(values.reduce((total, value) => total + (value - mean) ** 2, 0) / values.length)
  }
  return length === 0 ? 0 : sum / length
}
