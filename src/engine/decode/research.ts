import { transferSyntaxName } from '#core/dicom/index.ts'
import { idColumns, readLabelTable, suggestMapping } from '#core/export/index.ts'
import {
  agreementOf,
  type Call,
  compareModels,
  type DatedCase,
  driftOf,
  evaluate,
  type ImageCase,
  proposeRecalibration,
  toUnitCases,
} from '#core/triage/index.ts'
import { TriageError } from '#shared/errors.ts'
import type { Comparison, EvaluationRequest } from '#shared/evaluation.ts'

type Request = Pick<EvaluationRequest, 'unit' | 'combine' | 'subgroup'>
type Cases = { readonly images: readonly ImageCase[]; readonly request: Request }

const tooFew = (what: string) =>
  new TriageError('bad-argument', `Expected at least two cases of either kind ${what}.`, 'interpret')

/** Whoever reads the subgroups knows encodings by their names. */
const withEncodingNamed = (image: ImageCase): ImageCase =>
  image.encoding === undefined ? image : { ...image, encoding: transferSyntaxName(image.encoding) }

/** Statistics and tables of labels: pure or from untrusted files, and long enough to be kept from the store and the window. */
export const researchMethods = {
  /** A table of labels from outside, with the columns that a person most likely means. */
  async readLabels({ path }: { readonly path: string }) {
    const table = await readLabelTable(path)
    return { table, suggested: suggestMapping(table.columns), idColumns: idColumns(table.columns) }
  },

  evaluate: ({
    images,
    request,
    threshold,
    unmatched,
  }: Cases & { readonly threshold: number; readonly unmatched: number }) =>
    evaluate(images.map(withEncodingNamed), request, threshold, unmatched),

  compareModels({
    images,
    others,
    request,
    thresholds,
  }: Cases & {
    readonly others: readonly ImageCase[]
    readonly thresholds: { readonly a: number; readonly b: number }
  }): Comparison {
    const key = { image: 'imageId', study: 'studyId', patient: 'patientId' } as const
    const compared = compareModels(
      toUnitCases(images, request),
      toUnitCases(others, request),
      (one) => one[key[request.unit]],
      thresholds,
    )
    if (!compared) throw tooFew('that both models assessed')
    return compared
  },

  agreement: ({ calls }: { readonly calls: readonly Call[] }) => agreementOf(calls),
  drift: ({ cases, days }: { readonly cases: readonly DatedCase[]; readonly days: number }) => driftOf(cases, days),

  proposeRecalibration({ images, request, kind }: Cases & { readonly kind: 'platt' | 'isotonic' }) {
    const cases = toUnitCases(images, request).flatMap((one) =>
      one.score === undefined ? [] : [{ ...one, score: one.score }],
    )
    const proposed = proposeRecalibration(cases, kind)
    if (!proposed) throw tooFew('that rise with the score')
    return proposed
  },
}
