import { groups } from '#shared/domain.ts'
import type { Store } from '#core/store/store.ts'
import { readReadings } from './read-readings.ts'

/** Whether readers disagree with each other or with the model, into the list's row. */
export function refreshDiscordance(store: Store, studyId: number): void {
  const readings = readReadings(store, studyId)
  const verdicts = new Set(readings.filter(({ role }) => role === 'reader').map(({ verdict }) => verdict))
  verdicts.delete('technically-limited')
  const rank = store.sql('SELECT group_rank FROM worklist WHERE study_id = ?').pluck().get(studyId) as
    | number
    | undefined
  const group = rank === undefined ? undefined : groups[rank]
  const differs =
    (group === 'flagged' && verdicts.has('normal')) || (group === 'not-flagged' && verdicts.has('abnormal'))
  const discordance = verdicts.size > 1 ? 'reader-reader' : differs ? 'reader-model' : 'none'
  const adjudicated = readings.some(({ role }) => role === 'adjudicator')
  store
    .sql('UPDATE worklist SET discordance = ?, adjudicated = ? WHERE study_id = ?')
    .run(discordance, Number(adjudicated), studyId)
}
