import { dirname } from 'node:path'
import { readCoco } from '#core/export/coco/read-coco.ts'
import { readJsonLines } from '#core/export/json-lines/json-lines.ts'
import { readYolo } from '#core/export/yolo/yolo.ts'
import type { Box } from '#shared/geometry.ts'
import type { LabelTable, RowBox } from './read-label-table.ts'

type Labelled = {
  readonly name: string
  readonly scores: readonly { readonly label: string; readonly score: number }[]
  readonly boxes: readonly RowBox[]
}

const pixelBoxes = (findings: readonly { readonly label: string; readonly box?: Box | undefined }[]): RowBox[] =>
  findings.flatMap(({ label, box }) => (box ? [{ label, box, of: 'pixels' as const }] : []))

/**
 * A table of labels made of an annotation file, by its ending: COCO (`.json`), the `data.yaml` of YOLO labels with the
 * folder beside it, JSON Lines. One row an image, a column a label with the highest score, 0 where the image has none, and the
 * boxes of each row.
 * Undefined for another ending. Refuses what is none of its kind with `bad-labels`.
 */
export async function tableOfImages(path: string, text: string): Promise<LabelTable | undefined> {
  if (path.endsWith('.jsonl'))
    return toTable(
      readJsonLines(text).map(({ sopInstanceUid, analyses }) => ({
        name: sopInstanceUid,
        scores: analyses.flatMap(({ modelId, stale, scores }) =>
          stale ? [] : scores.map(({ label, score }) => ({ label: `${modelId}.${label}`, score })),
        ),
        boxes: analyses.flatMap(({ modelId, stale, findings }) =>
          stale ? [] : pixelBoxes(findings.map(({ label, box }) => ({ label: `${modelId}.${label}`, box }))),
        ),
      })),
    )
  if (path.endsWith('.json')) {
    return toTable(
      readCoco(text).map(({ name, findings }) => ({
        name: withoutEnding(name),
        scores: findings,
        boxes: pixelBoxes(findings),
      })),
    )
  }
  if (/\.ya?ml$/.test(path)) {
    const images = await readYolo(dirname(path))
    return toTable(
      images.map(({ name, boxes }) => ({
        name,
        scores: boxes.map(({ label }) => ({ label, score: 1 })),
        boxes: boxes.map((one) => ({ ...one, of: 'fractions' as const })),
      })),
    )
  }
  return undefined
}

const withoutEnding = (name: string) => name.replace(/\.dcm$/i, '')

function toTable(images: readonly Labelled[]): LabelTable {
  const labels = [...new Set(images.flatMap(({ scores }) => scores.map(({ label }) => label)))].toSorted()
  const rows = images.map(({ name, scores }) => [
    name,
    ...labels.map((label) => String(Math.max(0, ...scores.flatMap((one) => (one.label === label ? [one.score] : []))))),
  ])
  return { columns: ['sop_instance_uid', ...labels], rows, boxes: images.map(({ boxes }) => boxes) }
}
