import type { ManifestInput } from '#shared/manifest.ts'

/** Grey levels to numbers by a manifest's scaling, in place. `values` are 0..1, or modality units for `clip`. */
export function scaleValues(values: Float32Array, scaling: ManifestInput['scaling']): void {
  switch (scaling.kind) {
    case 'range':
      return linear(values, scaling.high - scaling.low, scaling.low)
    case 'per-image-min-max': {
      const [minimum, maximum] = extremes(values)
      const spread = maximum - minimum
      const factor = spread === 0 ? 0 : (scaling.high - scaling.low) / spread
      return linear(values, factor, scaling.low - minimum * factor)
    }
    case 'clip': {
      const { from, to, low, high } = scaling
      const factor = (high - low) / (to - from)
      for (let i = 0; i < values.length; i++) {
        values[i] = (Math.min(to, Math.max(from, values[i]!)) - from) * factor + low
      }
      return
    }
    case 'per-image-standardise':
      return standardise(values, scaling.nonzero)
  }
}

function linear(values: Float32Array, factor: number, offset: number): void {
  for (let i = 0; i < values.length; i++) values[i] = values[i]! * factor + offset
}

function extremes(values: Float32Array): [minimum: number, maximum: number] {
  let [minimum, maximum] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]
  for (const value of values) {
    if (value < minimum) minimum = value
    if (value > maximum) maximum = value
  }
  return [minimum, maximum]
}

/** Mean 0 and standard deviation 1 (of the population, as numpy's `std`); with `nonzero` zeros stay out and as they are. */
function standardise(values: Float32Array, nonzero: boolean): void {
  const counts = (value: number) => !nonzero || value !== 0
  let [n, sum, squares] = [0, 0, 0]
  for (const value of values) {
    if (!counts(value)) continue
    n += 1
    sum += value
    squares += value * value
  }
  if (n === 0) return
  const mean = sum / n
  const deviation = Math.sqrt(Math.max(0, squares / n - mean * mean)) || 1
  for (let i = 0; i < values.length; i++) {
    if (counts(values[i]!)) values[i] = (values[i]! - mean) / deviation
  }
}
