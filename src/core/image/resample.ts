import { unreachable } from '#shared/errors.ts'
import type { kernels } from '#shared/manifest.ts'
import type { SourcePlane } from './source-plane.ts'

type Kernel = (typeof kernels)[number]
type Size = { readonly width: number; readonly height: number }
type Region = Size & { readonly left: number; readonly top: number }

/**
 * Scales a region with pixel centres at half coordinates, one axis after the other, the kernel widened by the ratio where a
 * side shrinks (but for `linear-plain`): the resampling of Pillow and of PyTorch with antialiasing. Samples are rounded to 16 bits at the end.
 */
export function resample(plane: SourcePlane, region: Region, size: Size, kernel: Kernel): Uint16Array {
  const { columns, channels, samples } = plane
  const across = tapsOf(region.width, size.width, kernel)
  const down = tapsOf(region.height, size.height, kernel)
  const narrow = new Float64Array(size.width * region.height * channels)
  for (let y = 0; y < region.height; y++) {
    const row = ((region.top + y) * columns + region.left) * channels
    for (let x = 0; x < size.width; x++) {
      const { start, weights } = across[x]!
      for (let c = 0; c < channels; c++) {
        let sum = 0
        for (let k = 0; k < weights.length; k++) sum += weights[k]! * samples[row + (start + k) * channels + c]!
        narrow[(y * size.width + x) * channels + c] = sum
      }
    }
  }
  return downwards(narrow, size.width * channels, down)
}

function downwards(narrow: Float64Array, stride: number, down: readonly Taps[]): Uint16Array {
  const scaled = new Uint16Array(down.length * stride)
  const row = new Float64Array(stride)
  for (const [y, { start, weights }] of down.entries()) {
    row.fill(0)
    for (let k = 0; k < weights.length; k++) {
      const from = (start + k) * stride
      const weight = weights[k]!
      for (let i = 0; i < stride; i++) row[i]! += weight * narrow[from + i]!
    }
    for (let i = 0; i < stride; i++) scaled[y * stride + i] = Math.min(65_535, Math.max(0, Math.round(row[i]!)))
  }
  return scaled
}

/** The input pixels that make an output pixel, and their shares; the shares' sum is 1. */
type Taps = { readonly start: number; readonly weights: Float64Array }

function tapsOf(from: number, to: number, kernel: Kernel): Taps[] {
  const ratio = from / to
  return Array.from({ length: to }, (_, i) => {
    const centre = (i + 0.5) * ratio
    if (kernel === 'nearest') return { start: Math.min(from - 1, Math.floor(centre)), weights: Float64Array.of(1) }
    const widening = kernel === 'linear-plain' ? 1 : Math.max(1, ratio)
    const reach = reaches[kernel] * widening
    const start = Math.max(0, Math.floor(centre - reach + 0.5))
    const end = Math.min(from, Math.floor(centre + reach + 0.5))
    const weights = Float64Array.from({ length: end - start }, (_, k) =>
      weigh(kernel, Math.abs(start + k + 0.5 - centre) / widening),
    )
    const sum = weights.reduce((total, weight) => total + weight, 0)
    return { start, weights: weights.map((weight) => weight / sum) }
  })
}

const reaches = { linear: 1, 'linear-plain': 1, cubic: 2, lanczos3: 3 } as const

/** A kernel's weight at a distance; the cubic is Catmull and Rom's (a = −½). */
function weigh(kernel: keyof typeof reaches, x: number): number {
  switch (kernel) {
    case 'linear':
    case 'linear-plain':
      return Math.max(0, 1 - x)
    case 'cubic':
      if (x < 1) return (1.5 * x - 2.5) * x * x + 1
      return x < 2 ? ((-0.5 * x + 2.5) * x - 4) * x + 2 : 0
    case 'lanczos3':
      return x < 3 ? sinc(x) * sinc(x / 3) : 0
    default:
      return unreachable(kernel)
  }
}

const sinc = (x: number): number => (x === 0 ? 1 : Math.sin(Math.PI * x) / (Math.PI * x))
