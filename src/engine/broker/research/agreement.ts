import type { Engine } from '#engine/broker/start-engine.ts'
import type { Agreement } from '#shared/evaluation.ts'

const batch = 500

/** Agreement of readers with each other, and with what the models in use called: flagged counts as abnormal. */
export async function agreementOfReaders(
  { store, decode }: Engine,
  { cohortId }: { readonly cohortId?: number | undefined },
): Promise<Agreement> {
  const filter = cohortId === undefined ? {} : { cohortId }
  const calls = []
  const models = new Map<number, string>()
  for (let after: number | undefined = 0; after !== undefined;) {
    const found: Awaited<ReturnType<typeof store.exportReadings>> = await store.exportReadings({
      filter,
      after,
      limit: batch,
    })
    for (const { study, reading } of found.rows) {
      if (reading.role !== 'reader' || reading.verdict === 'technically-limited') continue
      calls.push({ studyId: study.studyId, by: reading.reader, call: reading.verdict })
      if (study.group !== 'not-assessed') {
        models.set(study.studyId, study.group === 'flagged' ? 'abnormal' : 'normal')
      }
    }
    after = found.next
  }
  const byModel = [...models].map(([studyId, call]) => ({ studyId, by: '(models)', call }))
  return decode.agreement({ calls: [...calls, ...byModel] })
}
