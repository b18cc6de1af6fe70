/** A VOI window in modality units (PS3.3 C.11.2.1.2). */
export type Window = {
  readonly center: number
  readonly width: number
  readonly function: 'LINEAR' | 'LINEAR_EXACT' | 'SIGMOID'
}

/**
 * Where a modality value stands in a window, from −½ (darkest) over 0 (middle) to +½ (brightest), by the exact formulas of
 * PS3.3 C.11.2.1.2.1, C.11.2.1.3.1 and C.11.2.1.3.2. Odd about the middle, so that an inverted twin gives the negative.
 */
export function windowOffset(value: number, { center, width, function: kind }: Window): number {
  switch (kind) {
    case 'LINEAR': {
      const from = value - (center - 0.5)
      // A width of 1 is a step: C.11.2.1.2.1 divides by width − 1.
      if (width <= 1) return from > 0 ? 0.5 : -0.5
      return clampHalf(from / (width - 1))
    }
    case 'LINEAR_EXACT':
      return clampHalf((value - center) / width)
    case 'SIGMOID':
      return 0.5 * Math.tanh((2 * (value - center)) / width)
  }
}

/** Brightness in 0..1 of a modality value under a window. */
export const windowLevel = (value: number, window: Window): number => windowOffset(value, window) + 0.5

const clampHalf = (x: number): number => Math.min(0.5, Math.max(-0.5, x))

/** The window that spans from the lowest to the highest value: used where a file brings none. */
export function fullWindow(minimum: number, maximum: number): Window {
  return {
    center: (minimum + maximum) / 2,
    width: Math.max(maximum - minimum, Number.EPSILON),
    function: 'LINEAR_EXACT',
  }
}
