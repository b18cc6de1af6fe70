import { setImmediate as breathe } from 'node:timers/promises'
import { readAnalysesOfStudy } from '#core/store/analysis/read-analyses.ts'
import type { Store } from '#core/store/store.ts'
import type { FlagRule, WorklistCounts } from '#shared/worklist.ts'
import { countEverything } from './list-page.ts'
import { judgeStudy, readContext } from './refresh.ts'

const slice = 100

/** How the list's groups would change under other rules for flagging. Nothing is changed; read in slices. */
export async function previewRules(
  store: Store,
  rules: readonly FlagRule[],
): Promise<{ before: WorklistCounts; after: WorklistCounts }> {
  const before = countEverything(store)
  const context = readContext(store, rules)
  const groups = { flagged: 0, 'not-assessed': 0, 'not-flagged': 0 }
  for (let after = 0; ;) {
    const ids = store
      .sql(`SELECT study_id FROM worklist WHERE study_id > ? ORDER BY study_id LIMIT ${slice}`)
      .pluck()
      .all(after) as number[]
    for (const studyId of ids) {
      const images = store
        .sql('SELECT id, conflict FROM images WHERE study_id = ? AND set_aside = 0 ORDER BY id')
        .all(studyId) as { id: number; conflict: 'none' | 'open' | 'settled' }[]
      const { judged } = judgeStudy(context, images, readAnalysesOfStudy(store, studyId))
      groups[store.options.rules.groupOfStudy(judged, rules).group] += 1
    }
    const last = ids.at(-1)
    if (last === undefined) break
    after = last
    await breathe()
  }
  const total = groups.flagged + groups['not-assessed'] + groups['not-flagged']
  return {
    before,
    after: {
      ...before,
      total,
      flagged: groups.flagged,
      notAssessed: groups['not-assessed'],
      notFlagged: groups['not-flagged'],
      unread: total - before.read,
    },
  }
}
