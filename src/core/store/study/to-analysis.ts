import type { Analysis } from '#shared/study.ts'
import { applyThresholds } from '#core/store/analysis/apply-thresholds.ts'
import type { AnalysisRecord } from '#core/store/analysis/read-analyses.ts'
import { isStale, type TriageContext } from '#core/store/worklist/refresh.ts'

/** A result as it is shown: under the thresholds in use, and marked when something newer has replaced what it was made with. */
export function toAnalysis(context: TriageContext, record: AnalysisRecord): Analysis {
  const model = context.models.get(record.modelSha256)
  if (!model) throw new Error('a result without its model')
  return {
    id: record.id,
    imageId: record.imageId,
    frame: record.frame,
    model: { id: model.model_id, version: model.version, sha256: model.sha256 },
    analysis: applyThresholds(record.analysis, context.thresholds.get(model.sha256) ?? {}),
    stale: isStale(context, record),
    shadow: model.state === 'shadow',
  }
}
