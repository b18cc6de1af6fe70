import type { Finding } from '#shared/domain.ts'

/** What a model says of one image, before any threshold of a site: hidden labels left out, boxes in stored-image pixels. */
export type Predictions = {
  /** One a label, in the manifest's order. Of a detector: the highest score among the label's boxes, 0 without one. */
  readonly scores: readonly { readonly label: string; readonly score: number }[]
  /** Boxes and masks, highest score first; empty for a model that does not localise. */
  readonly boxes: readonly Finding[]
}
