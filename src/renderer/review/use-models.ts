import { useAnswer } from '#renderer/bridge.ts'
import { probabilityAt } from '#renderer/overlays/probability-at.ts'

type OwnThreshold = { readonly value: number; readonly origin: 'author' | 'default' | 'site' }

/** What the room needs to know of the models: their labels, which of them flag, and whose scores are calibrated. */
export type KnownModels = {
  readonly labels: readonly string[]
  readonly calibrated: (modelId: string) => boolean
  /** What a recalibration accepted for this very version makes of a score; undefined while none is in force. */
  readonly probability: (sha256: string, label: string, score: number) => number | undefined
  /** The threshold that a model came with. */
  readonly thresholdOf: (modelId: string, label: string) => OwnThreshold | undefined
  readonly flags: (modelId: string, label: string) => boolean
  /** Whether any model flags by a label of this name; the others tell where things lie. */
  readonly isFinding: (label: string) => boolean
  /** Flagging models first, gates last. */
  readonly rank: (modelId: string) => number
}

export function useModels(): KnownModels {
  const models = useAnswer('model:list', undefined, { staleTime: 60_000 })
  const manifests = (models.data ?? []).map(({ manifest }) => manifest)
  const labels = manifests
    .filter(({ task }) => task !== 'gate')
    .flatMap((manifest) => manifest.labels.filter(({ hidden }) => !hidden).map(({ name }) => name))
  return {
    labels: [...new Set(labels)],
    flags: (modelId, label) =>
      manifests.some((one) => one.id === modelId && one.labels.some(({ name, flags }) => name === label && flags)),
    isFinding: (label) => manifests.some((one) => one.labels.some(({ name, flags }) => name === label && flags)),
    rank: (modelId) => {
      const manifest = manifests.find(({ id }) => id === modelId)
      if (manifest?.task === 'gate') return 2
      return manifest?.labels.some(({ flags }) => flags) ? 0 : 1
    },
    thresholdOf: (modelId, label) => {
      const own = manifests.find(({ id }) => id === modelId)?.thresholds[label]?.default
      return own && { value: own.value, origin: own.origin }
    },
    probability: (sha256, label, score) => {
      const model = models.data?.find(({ manifest }) => manifest.file.sha256 === sha256)
      const recalibration = model?.recalibrations.find((one) => one.label === label)
      return recalibration && probabilityAt(recalibration.curve, score)
    },
    calibrated: (modelId) => manifests.some(({ id, calibration }) => id === modelId && calibration !== undefined),
  }
}
