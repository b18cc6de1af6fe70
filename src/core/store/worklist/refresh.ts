import type { JudgedAnalysis, JudgedImage, StudyGroup } from '#core/triage/index.ts'
import type { AnalysisState } from '#shared/domain.ts'
import type { FlagRule } from '#shared/worklist.ts'
import { applyThresholds } from '#core/store/analysis/apply-thresholds.ts'
import { type AnalysisRecord, readAnalysesOfStudy } from '#core/store/analysis/read-analyses.ts'
import { countedVersions, type ModelRecord, readModels } from '#core/store/models/installed.ts'
import { siteThresholds } from '#core/store/models/thresholds.ts'
import { refreshDiscordance } from '#core/store/reading/refresh-discordance.ts'
import { readSetting } from '#core/store/settings.ts'
import type { Store } from '#core/store/store.ts'
import { writeListRow } from './list-row.ts'

/** What is the same for every study while one change is saved. */
export type TriageContext = {
  readonly models: ReadonlyMap<string, ModelRecord>
  /** Of each model id, the version whose results count. */
  readonly counted: ReadonlyMap<string, ModelRecord>
  readonly thresholds: ReadonlyMap<string, ReturnType<Store['options']['rules']['thresholdsInUse']>>
  readonly rules: readonly FlagRule[]
  readonly preprocessingVersion: number
}

/** Makes the worklist's rows of some studies again, in the transaction of the change that concerns them. */
export function refreshStudies(store: Store, studyIds: readonly number[]): void {
  if (studyIds.length === 0) return
  const context = readContext(store)
  for (const studyId of new Set(studyIds)) {
    if (isHeavy(store, studyId)) store.sql('INSERT OR IGNORE INTO worklist_due VALUES (?)').run(studyId)
    else refreshStudy(store, context, studyId)
  }
  noteChange(store)
}

/** Makes the rows of studies again that were put off; whatever their size. */
export function refreshDue(store: Store, studyIds: readonly number[]): void {
  const context = readContext(store)
  for (const studyId of studyIds) refreshStudy(store, context, studyId)
  if (studyIds.length > 0) noteChange(store)
}

/** From so many images on, a study's row is not made again with every batch that belongs to it, but once for several. */
const heavyImages = 400

function isHeavy(store: Store, studyId: number): boolean {
  const row = store.sql('SELECT images FROM worklist WHERE study_id = ?').pluck().get(studyId) as number | undefined
  return row !== undefined && row >= heavyImages
}

/** Any change that could alter the list. */
export function noteChange(store: Store): void {
  store.sql('UPDATE list_state SET revision = revision + 1').run()
}

export function readContext(store: Store, rules?: readonly FlagRule[]): TriageContext {
  const all = readModels(store)
  return {
    models: new Map(all.map((model) => [model.sha256, model])),
    counted: countedVersions(all),
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
  const isRead = store.sql('SELECT 1 FROM readings WHERE study_id = ?').get(studyId) !== undefined
  if (isRead) refreshDiscordance(store, studyId)
}

type ImageRow = { readonly id: number; readonly conflict: 'none' | 'open' | 'settled' }

/** The results of a study that count, image by image, under the thresholds in use. */
export function judgeStudy(
  context: TriageContext,
  images: readonly ImageRow[],
  analyses: readonly AnalysisRecord[],
): { readonly judged: readonly JudgedImage[]; readonly stale: boolean; readonly labels: readonly string[] } {
  const byImage = Map.groupBy(analyses, ({ imageId }) => imageId)
  const results = images.map(({ id }) => {
    const open = (byImage.get(id) ?? []).filter((result) => modelOf(context, result).state !== 'shadow')
    return { all: open, counted: countedAnalyses(context, open) }
  })
  const judged = images.map(({ conflict }, i) => {
    const { all, counted } = results[i] ?? { all: [], counted: [] }
    return {
      analyses: [
        ...counted.map((result) => toJudged(context, result)),
        ...(conflict === 'open' ? [standIn('conflict')] : []),
        ...(counted.length === 0 && all.length > 0 ? [standIn('model-removed')] : []),
      ],
    }
  })
  const found = judged.flatMap((image) =>
    image.analyses.flatMap(({ analysis }) => (analysis.state === 'done' ? analysis.findings : [])),
  )
  return {
    judged,
    stale: results.some(({ counted }) => counted.some((result) => isStale(context, result))),
    labels: [...new Set(found.map(({ label }) => label))].sort(),
  }
}

function modelOf(context: TriageContext, { modelSha256 }: AnalysisRecord): ModelRecord {
  const model = context.models.get(modelSha256)
  if (!model) throw new Error('a result without its model')
  return model
}

/** Of each model in use, the result of the version that judges now, else of the newest that has one; frame by frame. */
function countedAnalyses(context: TriageContext, analyses: readonly AnalysisRecord[]): AnalysisRecord[] {
  const best = new Map<string, { readonly result: AnalysisRecord; readonly rank: number }>()
  for (const result of analyses) {
    const model = modelOf(context, result)
    const counted = context.counted.get(model.model_id)
    if (!counted) continue
    const rank = counted === model ? Number.POSITIVE_INFINITY : model.added_order
    const key = `${model.model_id}/${result.frame}`
    const other = best.get(key)
    if (!other || other.rank < rank) best.set(key, { result, rank })
  }
  return [...best.values()].map(({ result }) => result)
}

/** True when another version of its model judges now, or inputs are prepared in another way. */
export function isStale(context: TriageContext, result: AnalysisRecord): boolean {
  const model = modelOf(context, result)
  if (model.state !== 'shadow' && context.counted.get(model.model_id) !== model) return true
  return result.preprocessingVersion !== undefined && result.preprocessingVersion < context.preprocessingVersion
}

function toJudged(context: TriageContext, result: AnalysisRecord): JudgedAnalysis {
  const { model_id, version, sha256, manifest } = modelOf(context, result)
  return {
    analysis: applyThresholds(result.analysis, context.thresholds.get(sha256) ?? {}),
    modelId: model_id,
    version,
    task: manifest.task,
    labels: manifest.labels,
    shadow: false,
  }
}

/** What keeps an image from counting as assessed although no model says so. */
function standIn(code: 'conflict' | 'model-removed'): JudgedAnalysis {
  const analysis: AnalysisState = { state: 'not-assessed', reasons: [{ code, parameters: {} }] }
  return {
    analysis,
    modelId: '',
    version: '',
    task: 'classification',
    labels: [{ name: '', flags: true }],
    shadow: false,
  }
}

/** Stronger levels first; a study without a level after them. */
function levelOrder({ level }: StudyGroup, rules: readonly FlagRule[]): number {
  const from = rules.flatMap(({ levels }) => levels.filter(({ name }) => name === level).map((each) => each.from))
  return level === undefined || from.length === 0 ? 1e9 : -Math.max(...from)
}
