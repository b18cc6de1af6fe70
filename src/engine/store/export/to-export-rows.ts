import type { ExportAnalysis, ExportImage, ExportModel, ExportReading } from '#core/export/index.ts'
import type { ExportedImage, ExportedReading } from '#core/store/index.ts'
import { patientIdentity } from '#shared/patient-identity.ts'
import type { Analysis } from '#shared/study.ts'

/** A stored image as an export holds it. */
export function toExportImage({ study, header, ...image }: ExportedImage): ExportImage {
  const { spacing } = header.image
  return {
    studyId: study.studyId,
    imageId: image.imageId,
    patientIdentity: patientIdentity(study.patient),
    patientId: study.patient.patientId,
    patientSex: study.patient.sex || undefined,
    ageYears: study.ageYears,
    accessionNumber: study.accessionNumber,
    studyInstanceUid: study.studyInstanceUid,
    seriesInstanceUid: image.seriesInstanceUid,
    sopInstanceUid: image.sopInstanceUid,
    path: image.path,
    group: study.group,
    level: study.level,
    modality: header.series.modality ?? '',
    view: header.image.viewPosition,
    acquiredAt: header.image.acquiredAt,
    rows: header.image.rows,
    columns: header.image.columns,
    spacing: spacing && { rowMm: spacing.rowMm, columnMm: spacing.columnMm },
    // What runs in the shadow is evaluated and goes nowhere else.
    analyses: image.analyses.filter(({ shadow }) => !shadow).map(toExportAnalysis),
    references: image.labels.map(({ set, value }) => ({ set, label: value })),
  }
}

function toExportAnalysis({ model, analysis, stale }: Analysis): ExportAnalysis {
  const common = { modelId: model.id, version: model.version, sha256: model.sha256, state: analysis.state, stale }
  const nothing = { scores: [], findings: [] }
  switch (analysis.state) {
    case 'done':
      return {
        ...common,
        provider: analysis.provenance.device.provider,
        analysedAt: analysis.provenance.analysedAt,
        why: [],
        scores: analysis.scores,
        findings: analysis.findings.map((finding) => ({ ...finding, id: finding.id ?? 0 })),
      }
    case 'not-assessed':
      return { ...common, ...nothing, why: analysis.reasons.map(({ code }) => code) }
    case 'failed':
      return { ...common, ...nothing, why: [analysis.failure.kind] }
    default:
      return { ...common, ...nothing, why: [] }
  }
}

export const toExportReading = ({ study, reading }: ExportedReading): ExportReading => ({
  patientIdentity: patientIdentity(study.patient),
  patientId: study.patient.patientId,
  studyInstanceUid: study.studyInstanceUid,
  accessionNumber: study.accessionNumber,
  group: study.group,
  reading,
  superseded: false,
})

/** Models by id with every label that is shown, the newest version's order first. */
export function toExportModels(
  installed: readonly {
    readonly manifest: { readonly id: string; readonly labels: readonly { name: string; hidden: boolean }[] }
  }[],
): ExportModel[] {
  const labels = new Map<string, Set<string>>()
  for (const { manifest } of installed) {
    const known = labels.get(manifest.id) ?? new Set()
    for (const { name, hidden } of manifest.labels) if (!hidden) known.add(name)
    labels.set(manifest.id, known)
  }
  return [...labels].map(([id, names]) => ({ id, labels: [...names] })).toSorted((a, b) => (a.id < b.id ? -1 : 1))
}
