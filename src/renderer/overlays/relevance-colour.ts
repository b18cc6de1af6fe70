/** Stops of a map whose lightness rises evenly from dark blue to yellow: readable in grey and by colour-blind eyes. */
const stops = [
  [13, 8, 135],
  [84, 2, 163],
  [139, 10, 165],
  [185, 50, 137],
  [219, 92, 104],
  [244, 136, 73],
  [254, 188, 43],
  [240, 249, 33],
] as const

/** Red, green and blue of a relevance in 0..1. */
export function relevanceColour(relevance: number): readonly [number, number, number] {
  const at = Math.min(1, Math.max(0, relevance)) * (stops.length - 1)
  const low = Math.min(stops.length - 2, Math.floor(at))
  const [from, to] = [stops[low] ?? stops[0], stops[low + 1] ?? stops[0]]
  const mix = (i: 0 | 1 | 2) => Math.round(from[i] + (to[i] - from[i]) * (at - low))
  return [mix(0), mix(1), mix(2)]
}
