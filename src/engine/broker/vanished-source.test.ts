import { mkdirSync, renameSync } from 'node:fs'
import { afterAll, describe, expect, it } from 'vitest'
import { spawnHost } from '#engine/supervisor/index.ts'
import { pngBytes } from '#fixtures/png-bytes.ts'
import { scratchFolder } from '#fixtures/scratch-folder.ts'
import { runJob } from './run-job.ts'
import { startEngine } from './start-engine.ts'

const scratch = scratchFolder()
const engine = startEngine({
  host: spawnHost(),
  dataFolder: scratch.at('data'),
  appVersion: '0',
  door: 'cli',
  decodeWorkers: 1,
})
afterAll(async () => {
  await engine.close()
  scratch[Symbol.dispose]()
})

/** A job whose files were found, and whose folder is then gone. */
async function foundThenGone(name: string, walked: boolean) {
  const source = scratch.at(name)
  for (const n of [1, 2, 3])
    scratch.write(`${name}/${n}.png`, pngBytes(4, 4, new Uint8Array(16).fill(walked ? n : 10 * n)))
  const { jobId } = await engine.store.createJob({ kind: 'import', sources: [source], copy: 'never', analyse: false })
  const { entries } = await engine.desk.walk({ walkId: name, sources: [source] })
  await engine.store.addItems({ jobId, entries: walked ? entries : entries.slice(0, 1) })
  if (walked) await engine.store.finishWalk({ jobId })
  renameSync(source, `${source}.away`)
  return { jobId, source, run: () => runJob(engine, jobId, new AbortController().signal) }
}

describe('a job whose folder is gone', () => {
  it.each([
    ['all of it had been found', true],
    ['some of it had been found', false],
  ] as const)('waits, refuses no file, and takes all in once it is back, where %s', async (_, walked) => {
    const { jobId, source, run } = await foundThenGone(`scans-${walked}`, walked)
    expect(await run()).toMatchObject({ state: 'waiting', waitingFor: { kind: 'missing' } })
    const { counts } = await engine.store.job({ jobId })
    expect([counts.imported, counts.queued]).toEqual([0, walked ? 3 : 1])
    // The place of a drive that was taken out is there and empty.
    mkdirSync(source)
    expect(await run()).toMatchObject({ state: 'waiting' })
    expect(await engine.desk.areSourcesThere({ sources: [source] })).toBe(false)
    renameSync(`${source}.away`, source)
    expect(await engine.desk.areSourcesThere({ sources: [source] })).toBe(true)
    expect(await run()).toMatchObject({ state: 'done', counts: { imported: 3, refused: 0, queued: 0 } })
  })
})
