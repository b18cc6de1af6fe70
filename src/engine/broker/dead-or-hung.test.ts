import { setTimeout as wait } from 'node:timers/promises'
import { afterEach, describe, expect, it } from 'vitest'
import { mkdirSync, writeFileSync } from 'node:fs'
import { spawnHost } from '#engine/supervisor/index.ts'
import { endless } from '#fixtures/hostile-models.ts'
import { pngBytes } from '#fixtures/png-bytes.ts'
import { scratchFolder } from '#fixtures/scratch-folder.ts'
import { writeTinyModel } from '#fixtures/tiny-model.ts'
import type { StoredImage } from '#shared/study.ts'
import { installModels } from './install-models.ts'
import { addedModels } from './model-folders.ts'
import { runJob } from './run-job.ts'
import { type Engine, startEngine } from './start-engine.ts'

const opened: { engine: Engine; folder: Disposable }[] = []
afterEach(async () => {
  for (const { engine, folder } of opened.splice(0)) {
    await engine.close()
    folder[Symbol.dispose]()
  }
})

/** An engine with a model that answers, and one that never returns where that is wanted. */
async function engineWith(hung: boolean) {
  const folder = scratchFolder()
  const dataFolder = folder.at('data')
  const engine = startEngine({
    host: spawnHost(),
    dataFolder,
    appVersion: '0',
    door: 'cli',
    inferMs: hung ? 1_500 : 60_000,
  })
  opened.push({ engine, folder })
  writeTinyModel(`${addedModels(dataFolder)}/good`, undefined, { id: 'good' })
  if (hung)
    writeTinyModel(
      `${addedModels(dataFolder)}/hung`,
      { ...endless, opsets: { '': 16 } },
      { id: 'hung', outputs: [{ role: 'scores', name: 'y' }] },
    )
  await installModels(engine, dataFolder)
  for (const { manifest, bundled } of await engine.store.modelList())
    if (bundled)
      await engine.store.modelSetState({ modelId: manifest.id, sha256: manifest.file.sha256, state: 'inactive' })
  await engine.store.settingsSet({ key: 'device', value: 'cpu' })
  const scans = folder.at('scans')
  mkdirSync(scans)
  for (const n of [1, 2, 3]) writeFileSync(`${scans}/${n}.png`, pngBytes(4, 4, new Uint8Array(16).fill(n)))
  const { jobId } = await engine.store.createJob({ kind: 'import', sources: [scans], copy: 'never', analyse: true })
  return { engine, run: () => runJob(engine, jobId, new AbortController().signal) }
}

/** Each image's outcome by model. */
async function outcomes({ store }: Engine): Promise<string[]> {
  const request = { filter: {}, sort: { by: 'triage', descending: false }, limit: 50 } as const
  const { rows } = await store.worklistList(request)
  const images: StoredImage[] = []
  for (const { studyId } of rows) {
    const study = await store.studyRead({ studyId })
    images.push(...study.images)
  }
  return images
    .flatMap(({ analyses }) =>
      analyses.map(
        ({ model, analysis }) => `${model.id}: ${analysis.state === 'failed' ? analysis.failure.kind : analysis.state}`,
      ),
    )
    .sort()
}

describe('the inference process', () => {
  it('may be killed again and again: the queue moves on, and every image is judged', { timeout: 60_000 }, async () => {
    const { engine, run } = await engineWith(false)
    const ended = new AbortController()
    const killed = new Set<number>()
    const kills = (async () => {
      while (!ended.signal.aborted && killed.size < 2) {
        const [pid] = engine.pids().infer
        if (pid !== undefined && !killed.has(pid)) {
          killed.add(pid)
          process.kill(pid, 'SIGKILL')
        }
        await wait(20)
      }
    })()
    const job = await run()
    ended.abort()
    await kills
    expect(killed.size).toBeGreaterThan(0)
    expect(job.state).toBe('done')
    expect(await outcomes(engine)).toEqual(['good: done', 'good: done', 'good: done'])
  })

  it(
    'with a model that never returns: that model alone fails and is taken out of use',
    { timeout: 90_000 },
    async () => {
      const { engine, run } = await engineWith(true)
      expect((await run()).state).toBe('done')
      const found = await outcomes(engine)
      expect(found.filter((line) => line.startsWith('good'))).toEqual(['good: done', 'good: done', 'good: done'])
      expect(found.filter((line) => line.startsWith('hung'))).toEqual([
        'hung: timeout',
        'hung: timeout',
        'hung: timeout',
      ])
      const hung = (await engine.store.modelList()).find(({ manifest }) => manifest.id === 'hung')
      expect(hung?.state).toBe('disabled')
    },
  )
})
