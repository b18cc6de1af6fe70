import { geometries, normalisations } from '#shared/model-answers.ts'
import type { Draft } from './draft.ts'
import type { Notes } from './notes.ts'

const questionText = 'Which grey levels did the network see in training?'

/** An input's preparation where nothing tells it: stretched to size, grey levels by a preset, which is asked about. */
export function askedPreparation(channels: 1 | 3, preset: string, reason: string, notes: Notes): Draft['input'] {
  notes.because('input.scaling', 'default', reason)
  const order = [preset, ...Object.keys(normalisations).filter((name) => name !== preset)]
  notes.ask(
    'input.scaling',
    questionText,
    Object.fromEntries(order.map((name) => [name, normalisations[name]?.meaning ?? name])),
  )
  askGeometry('stretch', notes)
  return preparation(channels, preset)
}

/** Asks how images are brought to the size, the likeliest first; resampling is taken to be bilinear with antialiasing. */
export function askGeometry(first: string, notes: Notes): void {
  notes.because(
    'input.geometry',
    'default',
    'Neither the graph nor anything beside it tells how images come to its size.',
  )
  const order = [first, ...Object.keys(geometries).filter((name) => name !== first)]
  notes.ask(
    'input.geometry',
    'How were images brought to the network’s size?',
    Object.fromEntries(order.map((name) => [name, geometries[name]?.meaning ?? name])),
  )
}

/** An input's preparation by a preset: stretched to size with bilinear resampling. */
export function preparation(channels: 1 | 3, preset: string): Draft['input'] {
  const chosen = normalisations[preset]
  if (chosen === undefined) throw new Error(`no normalisation ${preset}`)
  const one = (values: readonly number[]) => [values.reduce((sum, value) => sum + value, 0) / values.length]
  return {
    colour: channels === 1 ? 'grey' : (chosen.colour ?? 'rgb'),
    pixelSource: 'displayed',
    geometry: { kind: 'stretch', kernel: 'linear' },
    transpose: false,
    scaling: chosen.scaling,
    mean: channels === 1 ? one(chosen.mean) : [...chosen.mean],
    std: channels === 1 ? one(chosen.std) : [...chosen.std],
  }
}
