import type { Finding } from '#shared/domain.ts'
import type { ExportImage } from './export-rows.ts'

/** An image with its boxes and masks, as detection formats carry it; `name` stands for the file. */
export type BoxedImage = {
  readonly name: string
  readonly width: number
  readonly height: number
  readonly findings: readonly Finding[]
}

/** The findings of an image that have a place in it. */
export const placedFindings = (image: ExportImage): Finding[] =>
  image.analyses
    .filter(({ state }) => state === 'done')
    .flatMap(({ findings }) => findings)
    .filter(({ box, mask }) => box !== undefined || mask !== undefined)
    .map(({ label, score, box, mask }) => ({
      label,
      score,
      ...(box === undefined ? {} : { box }),
      ...(mask === undefined ? {} : { mask }),
    }))
