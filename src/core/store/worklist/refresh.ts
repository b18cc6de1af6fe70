import type { JudgedAnalysis, JudgedImage, StudyGroup } from '#core/triage/index.ts'
import type { AnalysisState } from '#shared/domain.ts'
import type { FlagRule } from '#shared/worklist.ts'
import { applyThresholds } from '#core/store/analysis/apply-thresholds.ts'
import { type AnalysisRecord, readAnalysesOfStudy } from '#core/store/analysis/read-analyses.ts'
import { type ModelRecord, readModels } from '#core/store/models/installed.ts'
import { siteThresholds } from '#core/store/models/thresholds.ts'
import { readSetting } from '#core/store/settings.ts'
import type { Store } from '#core/store/store.ts'
import { writeListRow } from './list-row.ts'

/** What is the same for every study while one change is saved. */
export type TriageContext = {
  readonly models: ReadonlyMap<string, ModelRecord>
  readonly newest: ReadonlyMap<string, ModelRecord>
  readonly thresholds: ReadonlyMap<string, ReturnType<Store['options']['rules']['thresholdsInUse']>>
  readonly rules: readonly FlagRule[]
  readonly preprocessingVersion: number
}

/** Makes the worklist's rows of some studies again, in the transaction of the change that concerns them. */
export function refreshStudies(store: Store, studyIds: readonly number[]): void {
  if (studyIds.length === 0) return
  const context = readContext(store)
  for (const studyId of new Set(studyIds)) refreshStudy(store, context, studyId)
  noteChange(store)
}

/** Any change that could alter the list. */
export function noteChange(store: Store): void {
  store.sql('UPDATE list_state SET revision = revision + 1').run()
}

export function readContext(store: Store, rules?: readonly FlagRule[]): TriageContext {
  const all = readModels(store)
  const counted = all.filter(({ installed, state }) => installed === 1 && state !== 'inactive' && state !== 'unusable')
  return {
    models: new Map(all.map((model) => [model.sha256, model])),
    newest: new Map(counted.map((model) => [model.model_id, model])),
    thresholds: new Map(
      all.map(({ sha256, manifest }) => [
        sha256,
        store.options.rules.thresholdsInUse(manifest, siteThresholds(store, sha256)),
      ]),
    ),
    rules: rules ?? readSetting(store, 'flagRules'),
    preprocessingVersion: store.sql('SELECT preprocessing_version FROM list_state').pluck().get() as number,
  }
}

function refreshStudy(store: Store, context: TriageContext, studyId: number): void {
  store.sql('DELETE FROM worklist_due WHERE study_id = ?').run(studyId)
  const images = store
    .sql('SELECT id, conflict FROM images WHERE study_id = ? AND set_aside = 0 ORDER BY id')
    .all(studyId) as ImageRow[]
  const { judged, stale, labels } = judgeStudy(context, images, readAnalysesOfStudy(store, studyId))
  const group = store.options.rules.groupOfStudy(judged, context.rules)
  writeListRow(store, studyId, { group, levelOrder: levelOrder(group, context.rules), stale, labels })
}

type ImageRow = { readonly id: number; readonly conflict: 'none' | 'open' | 'settled' }

/** The results of a study that count, image by image, under the thresholds in use. */
export function judgeStudy(
  context: TriageContext,
  images: readonly ImageRow[],
  analyses: readonly AnalysisRecord[],
): { readonly judged: readonly JudgedImage[]; readonly stale: boolean; readonly labels: readonly string[] } {
  const byImage = Map.groupBy(analyses, ({ imageId }) => imageId)
  const counted = images.map((image) => countedAnalyses(context, byImage.get(image.id) ?? []))
  const judged = images.map((image, i) => {
    const results = counted[i] ?? []
    const isForgotten = results.length === 0 && (byImage.get(image.id) ?? []).length > 0
    return {
      analyses: [
        ...results.map((result) => toJudged(context, result)),
        ...(image.conflict === 'open' ? [standIn('conflict')] : []),
        ...(isForgotten ? [standIn('model-removed')] : []),
      ],
    }
  })
  const shown = counted
    .flat()
    .filter((result) => context.newest.get(modelOf(context, result).model_id)?.state !== 'shadow')
  const found = judged.flatMap((image) =>
    image.analyses.flatMap(({ analysis, shadow }) => (analysis.state === 'done' && !shadow ? analysis.findings : [])),
  )
  return {
    judged,
    stale: shown.some((result) => isStale(context, result)),
    labels: [...new Set(found.map(({ label }) => label))].sort(),
  }
}

function modelOf(context: TriageContext, { modelSha256 }: AnalysisRecord): ModelRecord {
  const model = context.models.get(modelSha256)
  if (!model) throw new Error('a result without its model')
  return model
}

/** Of each model in use, the result of its newest version that has one; frame by frame. */
function countedAnalyses(context: TriageContext, analyses: readonly AnalysisRecord[]): AnalysisRecord[] {
  const best = new Map<string, AnalysisRecord>()
  for (const result of analyses) {
    const model = modelOf(context, result)
    if (!context.newest.has(model.model_id)) continue
    const key = `${model.model_id}/${result.frame}`
    const other = best.get(key)
    if (!other || modelOf(context, other).added_order <= model.added_order) best.set(key, result)
  }
  return [...best.values()]
}

/** True when a newer version of its model is in use, or inputs are prepared in another way now. */
export function isStale(context: TriageContext, result: AnalysisRecord): boolean {
  const model = modelOf(context, result)
  const newest = context.newest.get(model.model_id)
  if (newest?.sha256 !== model.sha256) return true
  return result.preprocessingVersion !== undefined && result.preprocessingVersion < context.preprocessingVersion
}

function toJudged(context: TriageContext, result: AnalysisRecord): JudgedAnalysis {
  const { model_id, sha256, manifest } = modelOf(context, result)
  return {
    analysis: applyThresholds(result.analysis, context.thresholds.get(sha256) ?? {}),
    modelId: model_id,
    task: manifest.task,
    labels: manifest.labels,
    shadow: context.newest.get(model_id)?.state === 'shadow',
  }
}

/** What keeps an image from counting as assessed although no model says so. */
function standIn(code: 'conflict' | 'model-removed'): JudgedAnalysis {
  const analysis: AnalysisState = { state: 'not-assessed', reasons: [{ code, parameters: {} }] }
  return { analysis, modelId: '', task: 'classification', labels: [{ name: '', flags: true }], shadow: false }
}

/** Stronger levels first; a study without a level after them. */
function levelOrder({ level }: StudyGroup, rules: readonly FlagRule[]): number {
  const from = rules.flatMap(({ levels }) => levels.filter(({ name }) => name === level).map((each) => each.from))
  return level === undefined || from.length === 0 ? 1e9 : -Math.max(...from)
}
