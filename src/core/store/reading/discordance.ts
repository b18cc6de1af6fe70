import type { ReplyOf } from '#shared/contract.ts'
import { readAnalysesOfStudy } from '#core/store/analysis/read-analyses.ts'
import type { Store } from '#core/store/store.ts'
import { fromNext, toNext } from '#core/store/worklist/order.ts'
import { readContext } from '#core/store/worklist/refresh.ts'
import { toAnalysis } from '#core/store/study/to-analysis.ts'
import { readViewer, seenBy } from './blind.ts'
import { readReadings } from './read-readings.ts'

type Discordances = ReplyOf<'discordance:list'>

/**
 * Studies on which readers disagree with each other or with the model: those not adjudicated first, the highest score
 * first. A reader who reads unaided first sees those only that they have read.
 */
export function listDiscordances(
  store: Store,
  { after, limit }: { after?: string | undefined; limit: number },
): Discordances {
  const viewer = readViewer(store)
  const visible = viewer.unaidedFirst ? seenBy('w.study_id') : 'TRUE'
  const [adjudicated = -1, score = 0, id = 0] = after === undefined ? [] : fromNext(after, 3)
  const rows = store
    .sql(
      `SELECT w.study_id, w.discordance, w.adjudicated, w.score_order, w.top_score, w.acquired_at,
         p.name AS patient_name, p.patient_id
       FROM worklist w JOIN studies s ON s.id = w.study_id JOIN patients p ON p.id = s.patient_id
       WHERE w.discordance <> 'none' AND ${visible}
         AND (w.adjudicated > :adjudicated OR (w.adjudicated = :adjudicated AND
           (w.score_order < :score OR (w.score_order = :score AND w.study_id > :id))))
       ORDER BY w.adjudicated, w.score_order DESC, w.study_id LIMIT :limit`,
    )
    .all({ adjudicated, score, id, limit: limit + 1, ...(viewer.unaidedFirst ? { reader: viewer.reader } : {}) }) as {
    study_id: number
    discordance: 'reader-model' | 'reader-reader'
    adjudicated: number
    score_order: number
    top_score: number | null
    acquired_at: string | null
    patient_name: string
    patient_id: string
  }[]
  const last = rows.length > limit ? rows[limit - 1] : undefined
  const context = readContext(store)
  return {
    rows: rows.slice(0, limit).map((row) => ({
      studyId: row.study_id,
      patientName: row.patient_name,
      patientId: row.patient_id,
      ...(row.acquired_at === null ? {} : { acquiredAt: row.acquired_at }),
      kind: row.discordance,
      ...(row.top_score === null ? {} : { score: row.top_score }),
      findings: readAnalysesOfStudy(store, row.study_id)
        .map((record) => toAnalysis(context, record))
        .flatMap(({ analysis, shadow }) => (analysis.state === 'done' && !shadow ? analysis.findings : [])),
      readings: readReadings(store, row.study_id),
      adjudicated: row.adjudicated === 1,
    })),
    ...(last ? { next: toNext([last.adjudicated, last.score_order, last.study_id]) } : {}),
  }
}
