import { useAnswer } from '#renderer/bridge.ts'

/** What the room needs to know of the models: their labels, and whose scores are calibrated. */
export function useModels(): { readonly labels: readonly string[]; readonly calibrated: (modelId: string) => boolean } {
  const models = useAnswer('model:list', undefined, { staleTime: 60_000 })
  const manifests = (models.data ?? []).map(({ manifest }) => manifest)
  const labels = manifests
    .filter(({ task }) => task !== 'gate')
    .flatMap((manifest) => manifest.labels.filter(({ hidden }) => !hidden).map(({ name }) => name))
  return {
    labels: [...new Set(labels)],
    calibrated: (modelId) => manifests.some(({ id, calibration }) => id === modelId && calibration !== undefined),
  }
}
