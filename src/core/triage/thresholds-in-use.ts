import type { Score } from '#shared/domain.ts'
import type { Manifest, operatingPoints } from '#shared/manifest.ts'

export type ThresholdInUse = { readonly value: number; readonly origin: NonNullable<Score['thresholdOrigin']> }
export type ThresholdsInUse = Readonly<Record<string, ThresholdInUse>>

/**
 * The threshold of each label that has one: the site's own for this very version, else the manifest's operating point.
 * A detector's label without either is judged at the confidence below which its boxes are dropped anyway.
 */
export function thresholdsInUse(
  manifest: Manifest,
  site: Readonly<Record<string, number>> = {},
  point: (typeof operatingPoints)[number] = 'default',
): ThresholdsInUse {
  return Object.fromEntries(
    manifest.labels.flatMap(({ name, hidden }): [string, ThresholdInUse][] => {
      if (hidden) return []
      const own = site[name]
      if (own !== undefined) return [[name, { value: own, origin: 'site' }]]
      const points = manifest.thresholds[name]
      const chosen = points?.[point] ?? points?.default
      if (chosen !== undefined) return [[name, { value: chosen.value, origin: chosen.origin }]]
      const floor = confidenceFloor(manifest)
      return floor === undefined ? [] : [[name, { value: floor, origin: 'default' }]]
    }),
  )
}

function confidenceFloor({ decoder }: Manifest): number | undefined {
  switch (decoder.kind) {
    case 'classification':
      return undefined
    case 'segmentation':
      return 0.5
    case 'torchvision-detection':
      return decoder.scoreFloor
    default:
      return decoder.confidence
  }
}
