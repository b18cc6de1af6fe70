import { randomBytes } from 'node:crypto'
import { expect, it } from 'vitest'
import { runJob, startEngine } from '#engine/broker/index.ts'
import { spawnHost } from '#engine/supervisor/index.ts'
import { pngBytes } from '#fixtures/png-bytes.ts'
import { scratchFolder } from '#fixtures/scratch-folder.ts'
import { fillDrive } from './fill-drive.ts'
import { canMount, smallDrive } from './small-drive.ts'

it.skipIf(!canMount)(
  'an import onto a full drive stops with a sentence about space and carries on (goal D8; skipped where no drive can be mounted; 20 points: bench/disk-full.ts)',
  async () => {
    using scratch = scratchFolder()
    for await (const { told, problems } of fillDrive(scratch, 2, 1)) {
      expect([told, problems]).toEqual([expect.stringMatching(/disk-full: Expected free space/), []])
    }
  },
  180_000,
)

it.skipIf(!canMount)(
  'keeps what fits and refuses nothing where there is room for the database and not for the next file (skipped where no drive can be mounted)',
  async () => {
    using scratch = scratchFolder()
    for (const n of [1, 2, 3, 4]) scratch.write(`scans/${n}.png`, pngBytes(1_536, 2_048, randomBytes(1_536 * 2_048)))
    using drive = smallDrive(scratch.at('drive'), 40 * 1_024 ** 2)
    const engine = startEngine({ host: spawnHost(), dataFolder: drive.at('data'), appVersion: '0', door: 'cli' })
    const source = scratch.at('scans')
    const { jobId } = await engine.store.createJob({
      kind: 'import',
      sources: [source],
      copy: 'always',
      analyse: false,
    })
    const run = () => runJob(engine, jobId, new AbortController().signal)
    drive.leave(8 * 1_024 ** 2)
    const full = await run()
    expect(full).toMatchObject({ state: 'waiting', waitingFor: { kind: 'disk-full' }, counts: { refused: 0 } })
    expect([full.counts.imported, full.counts.queued]).toEqual([2, 2])
    drive.empty()
    expect(await run()).toMatchObject({ state: 'done', counts: { imported: 4, refused: 0 } })
    await engine.close()
  },
)
