import { afterEach, expect, it } from 'vitest'
import { analyseAll, installTiny, storeScene, takeIn } from '#fixtures/store-scene.ts'
import { readJob } from '#core/store/intake/jobs.ts'

const zone = process.env['TZ']
afterEach(() => {
  if (zone === undefined) delete process.env['TZ']
  else process.env['TZ'] = zone
})

/** A year back, ten years on, both ends of summer time, and workstations that travel, in the middle of one batch. */
const jumps: readonly (readonly [now: string, zone: string])[] = [
  ['2026-03-29T00:59:59.900Z', 'Europe/Berlin'],
  ['2026-03-29T01:00:00.100Z', 'Europe/Berlin'],
  ['2025-03-29T01:00:00.000Z', 'Europe/Berlin'],
  ['2036-03-29T01:00:00.000Z', 'America/St_Johns'],
  ['2026-10-25T00:59:59.900Z', 'Europe/Berlin'],
  ['2026-10-25T01:00:00.100Z', 'Europe/Berlin'],
  ['2026-10-25T01:00:00.000Z', 'Pacific/Kiritimati'],
  ['2026-10-25T01:00:00.000Z', 'Pacific/Pago_Pago'],
]

it('a batch loses nothing and keeps its order while the clock jumps and the zone changes (goal D11)', async () => {
  using scene = storeScene()
  const { store } = scene
  await installTiny(store)
  let jobId = 0
  const dates = jumps.map(([now, where], i) => {
    process.env['TZ'] = where
    scene.clock.at = new Date(now)
    jobId = takeIn(store, [{ uid: `${i}`, study: `s${i}`, acquiredAt: '2026-03-29T02:30:00' }], { jobId }).jobId
    analyseAll(store, () => ({ bright: 0.7, dark: 0.1 }))
    return new Date(now).toISOString()
  })
  expect(readJob(store, jobId).counts).toMatchObject({
    found: jumps.length,
    imported: jumps.length,
    analysed: jumps.length,
  })
  expect(readJob(store, jobId).secondsLeft ?? 0).toBeGreaterThanOrEqual(0)
  // The order is that of the numbers; every time is the instant itself, whatever the zone.
  const records = store.db.prepare('SELECT sequence, at FROM audit ORDER BY sequence').all() as {
    sequence: number
    at: string
  }[]
  expect(records.map(({ sequence }) => sequence)).toEqual(records.map((_, i) => i + 1))
  expect(new Set(records.map(({ at }) => at))).toEqual(new Set(['2026-01-02T03:04:05.000Z', ...dates]))
  expect(await store.audit.verify()).toMatchObject({ intact: true, records: records.length })
  const acquired = store.db.prepare(`SELECT DISTINCT acquired_at FROM images`).pluck().all()
  expect(acquired).toEqual(['2026-03-29T02:30:00'])
})
