/** A picture of 8-bit samples, interleaved. */
type Picture = {
  readonly width: number
  readonly height: number
  readonly channels: 1 | 3
  readonly samples: Uint8Array
}

/**
 * Averages blocks of `factor` × `factor` samples, whose full scale is 255 · `unit`, to 8 bits: no detail aliases. Rows and columns that fill no block are left out.
 */
export function shrinkByBox(
  source: { readonly width: number; readonly channels: 1 | 3; readonly samples: Uint8Array | Uint16Array },
  factor: number,
  unit: number,
): Picture {
  const { channels, samples } = source
  const stride = source.width * channels
  const width = Math.floor(source.width / factor)
  const height = Math.floor(samples.length / stride / factor)
  const shrunk = new Uint8Array(width * height * channels)
  const sums = new Float64Array(stride)
  const share = 1 / (factor * factor * unit)
  for (let y = 0; y < height; y++) {
    sums.fill(0)
    for (let k = 0; k < factor; k++) addRow(sums, samples, (y * factor + k) * stride)
    for (let c = 0; c < channels; c++)
      averageAcross(sums, shrunk, { c, channels, factor, share, to: y * width * channels })
  }
  return { width, height, channels, samples: shrunk }
}

function addRow(sums: Float64Array, samples: Uint8Array | Uint16Array, start: number): void {
  for (let i = 0; i < sums.length; i++) sums[i]! += samples[start + i]!
}

type Across = {
  readonly c: number
  readonly channels: number
  readonly factor: number
  readonly share: number
  readonly to: number
}

function averageAcross(sums: Float64Array, shrunk: Uint8Array, { c, channels, factor, share, to }: Across): void {
  const count = Math.floor(sums.length / channels / factor)
  let from = c
  for (let x = 0; x < count; x++) {
    let sum = 0
    for (let k = 0; k < factor; k++, from += channels) sum += sums[from]!
    shrunk[to + x * channels + c] = sum * share + 0.5
  }
}
