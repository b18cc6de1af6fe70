import type { Finding } from '#shared/domain.ts'
import type { Box } from '#shared/geometry.ts'
import type { Manifest } from '#shared/manifest.ts'
import type { Predictions } from '#core/triage/predictions.ts'
import { toImageBox, type Candidate } from './boxes.ts'
import { badOutput, type DecoderInput } from './decoder-input.ts'

/** Draws the mask of a kept candidate within its box in stored-image pixels. */
export type MaskOf = (candidate: Candidate, box: Box) => Finding['mask']

/** Kept candidates as findings in stored-image pixels, and each label's best score; hidden labels are left out. */
export function toDetections(input: DecoderInput, kept: readonly Candidate[], maskOf?: MaskOf): Predictions {
  const { labels } = input.manifest
  const boxes = kept.flatMap((candidate): Finding[] => {
    const label = labelAt(input.manifest, candidate.classIndex)
    const box = toImageBox(candidate, input.imageToModel, input.image)
    if (label.hidden || box === undefined) return []
    const finding: Finding = { label: label.name, score: candidate.score, box: [...box] }
    const mask = maskOf?.(candidate, box)
    return [mask === undefined ? finding : { ...finding, mask }]
  })
  boxes.sort((a, b) => b.score - a.score)
  const scores = labels.flatMap(({ name, hidden }) => {
    if (hidden) return []
    return [{ label: name, score: boxes.find((box) => box.label === name)?.score ?? 0 }]
  })
  return { scores, boxes }
}

function labelAt({ labels }: Manifest, index: number) {
  const label = labels[index]
  if (label === undefined) throw badOutput(`The model named class ${index} and has ${labels.length} labels.`)
  return label
}
