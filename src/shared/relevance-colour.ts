/**
 * The colour map "plasma" of Smith and van der Walt (2015, CC0), at every seventh: lightness rises evenly from dark blue to
 * yellow, so that it can be read in grey and by colour-blind eyes.
 */
const plasma = [
  [13, 8, 135],
  [84, 2, 163],
  [139, 10, 165],
  [185, 50, 137],
  [219, 92, 104],
  [244, 136, 73],
  [254, 188, 43],
  [240, 249, 33],
] as const

/** Red, green and blue, each 0..255, of a relevance; below 0 and above 1 are the ends. */
export function relevanceColour(relevance: number): readonly [number, number, number] {
  const at = Math.min(1, Math.max(0, relevance)) * (plasma.length - 1)
  const low = Math.min(plasma.length - 2, Math.floor(at))
  const [from, to] = [plasma[low] ?? plasma[0], plasma[low + 1] ?? plasma[0]]
  const mix = (i: 0 | 1 | 2) => Math.round(from[i] + (to[i] - from[i]) * (at - low))
  return [mix(0), mix(1), mix(2)]
}
