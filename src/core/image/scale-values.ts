import type { ManifestInput } from '#shared/manifest.ts'
import type { SourcePlane } from './source-plane.ts'

type Scaling = ManifestInput['scaling']

/**
 * Resized samples as a manifest's numbers. `per-image-min-max` takes the ends of the image before it was resized, or after it, by
 * the place of MONAI's ScaleIntensity; `per-image-standardise` takes mean and deviation after it.
 */
export function toScaled(samples: Uint16Array, plane: SourcePlane, scaling: Scaling): Float32Array {
  const { scale, offset } = plane
  switch (scaling.kind) {
    case 'range': {
      const spread = scaling.high - scaling.low
      return linear(samples, scale * spread, offset * spread + scaling.low)
    }
    case 'per-image-min-max': {
      const [first, second] = extremes(scaling.resized === true ? samples : plane.samples).map(
        (sample) => sample * scale + offset,
      )
      const [minimum, maximum] = [Math.min(first ?? 0, second ?? 0), Math.max(first ?? 0, second ?? 0)]
      const factor = maximum === minimum ? 0 : (scaling.high - scaling.low) / (maximum - minimum)
      return linear(samples, scale * factor, (offset - minimum) * factor + scaling.low)
    }
    case 'clip': {
      const { from, to, low, high, open } = scaling
      const factor = to === from ? 0 : (high - low) / (to - from)
      const within = (value: number) => (open === true ? value : Math.min(to, Math.max(from, value)))
      return linear(samples, scale, offset).map((value) => (within(value) - from) * factor + low)
    }
    case 'per-image-standardise':
      return standardised(linear(samples, scale, offset), scaling, plane.channels)
  }
}

/** What a level of 0..1 beside the picture becomes under a scaling that does not depend on the picture; else 0. */
export function backgroundOf(level: number, scaling: Scaling): number {
  return 'low' in scaling ? level * (scaling.high - scaling.low) + scaling.low : 0
}

function linear(samples: Uint16Array, factor: number, offset: number): Float32Array {
  const values = new Float32Array(samples.length)
  for (let i = 0; i < samples.length; i++) values[i] = samples[i]! * factor + offset
  return values
}

function extremes(samples: Uint16Array): [lowest: number, highest: number] {
  let [lowest, highest] = [65_535, 0]
  for (let i = 0; i < samples.length; i++) {
    const sample = samples[i]!
    if (sample < lowest) lowest = sample
    if (sample > highest) highest = sample
  }
  return [lowest, highest]
}

function standardised(
  values: Float32Array,
  { nonzero, channelWise }: Extract<Scaling, { kind: 'per-image-standardise' }>,
  channels: number,
): Float32Array {
  if (channelWise !== true || channels === 1) return standardisedAll(values, nonzero)
  const result = new Float32Array(values.length)
  for (let channel = 0; channel < channels; channel++) {
    const own = values.filter((_, i) => i % channels === channel)
    for (const [i, value] of standardisedAll(own, nonzero).entries()) result[i * channels + channel] = value
  }
  return result
}

/** Mean 0 and standard deviation 1 (of the population, as numpy's `std`); with `nonzero` zeros stay out and as they are. */
function standardisedAll(values: Float32Array, nonzero: boolean): Float32Array {
  let [n, sum] = [0, 0]
  for (const value of values) {
    if (nonzero && value === 0) continue
    n += 1
    sum += value
  }
  if (n === 0) return values
  const mean = sum / n
  let squares = 0
  for (const value of values) if (!nonzero || value !== 0) squares += (value - mean) ** 2
  // A constant image is only moved, as MONAI does.
  const deviation = Math.sqrt(squares / n) || 1
  return values.map((value) => (nonzero && value === 0 ? 0 : (value - mean) / deviation))
}
