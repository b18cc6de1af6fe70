import { spawnSync } from 'node:child_process'
import { mkdirSync, readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { afterEach, describe, expect, it } from 'vitest'
import { scratchFolder } from '#fixtures/scratch-folder.ts'
import { roles } from '#engine/protocol.ts'
import { WorkerPool } from './pool.ts'
import { spawnHost } from './spawn-host.ts'
import { Worker, type Watch } from './worker.ts'

const entry = fileURLToPath(new URL('../../../fixtures/misbehaving-worker.ts', import.meta.url))
const options = { role: 'decode', appVersion: '0' } as const
const open: { close(): Promise<void> }[] = []

function worker(watch: Watch = {}): Worker {
  const made = new Worker(spawnHost(entry), options, watch)
  open.push(made)
  return made
}

afterEach(async () => {
  await Promise.all(open.splice(0).map((item) => item.close()))
})

describe('a supervised worker', () => {
  it('returns typed arrays unchanged', async () => {
    const data = Uint16Array.from({ length: 1_000 }, (_, i) => i * 61)
    expect(await worker().call('echo', { data, missing: undefined })).toEqual({ data, missing: undefined })
  })

  it.each([
    ['exit', 3, 'crashed'],
    ['abort', undefined, 'crashed'],
  ])('fails the call it held when the process ends by %s, and starts again', async (method, input, kind) => {
    const subject = worker()
    const first = await subject.call('pid', undefined)
    await expect(subject.call(method, input)).rejects.toMatchObject({ kind, stage: 'decode' })
    expect(await subject.call('pid', undefined)).not.toBe(first)
  })

  it.each(['hang', 'hang-and-ignore'])('ends a call that does not return: %s', async (method) => {
    const subject = worker({ wallMs: 300 })
    await expect(subject.call(method, undefined)).rejects.toMatchObject({ kind: 'timeout' })
    expect(await subject.call('echo', 1)).toBe(1)
  })

  it('ends a process that swells beyond its memory', async () => {
    const subject = worker({ memoryBytes: 300 * 1024 ** 2 })
    await expect(subject.call('swell', undefined)).rejects.toMatchObject({ kind: 'out-of-memory' })
    expect(await subject.call('echo', 1)).toBe(1)
  })

  it('gives the process an empty folder and nothing of the environment that it does not need', async () => {
    process.env['SECRET_OF_THE_CALLER'] = 'x'
    const subject = worker()
    expect(await subject.call('environment', undefined)).not.toHaveProperty('SECRET_OF_THE_CALLER')
    expect(await subject.call('folder', undefined)).toContain('firstlook-worker-')
  })

  it('removes what a killed program left in the temporary folder, and nothing else (goal P9)', () => {
    using scratch = scratchFolder()
    const { pid: gone } = spawnSync('true')
    for (const name of [`firstlook-worker-${gone}-abc`, `firstlook-worker-${process.pid}-abc`, 'firstlook-other']) {
      mkdirSync(scratch.at(name))
    }
    scratch.write(`firstlook-worker-${gone}-abc/left`, '')
    const supervisor = new URL('./index.ts', import.meta.url).href
    const script = `const { makeWorkerFolder } = await import(${JSON.stringify(supervisor)}); makeWorkerFolder()`
    const env = { ...process.env, TMPDIR: scratch.path, NODE_COMPILE_CACHE: undefined }
    expect(spawnSync(process.execPath, ['--input-type=module', '-e', script], { env }).status).toBe(0)
    const left = readdirSync(scratch.path).map((name) => name.split('-').slice(0, 3).join('-'))
    expect(left).toHaveLength(3)
    expect(left).toEqual(expect.arrayContaining(['firstlook-other', `firstlook-worker-${process.pid}`]))
    expect(left).not.toContain(`firstlook-worker-${gone}`)
  })

  it.skipIf(process.platform !== 'linux' || spawnSync('prlimit', ['-V']).status !== 0)(
    'forbids core dumps in every role before the first call (goal P12; Linux with prlimit)',
    async () => {
      for (const role of roles) {
        const subject = new Worker(spawnHost(entry), { ...options, role })
        open.push(subject)
        await subject.start()
        expect(readFileSync(`/proc/${subject.pid}/limits`, 'utf8')).toMatch(/Max core file size +0 +0 /)
      }
    },
  )

  it('refuses calls after it was closed', async () => {
    const subject = worker()
    await subject.call('echo', 1)
    await subject.close()
    await expect(subject.call('echo', 1)).rejects.toMatchObject({ kind: 'cancelled' })
  })
})

describe('a pool', () => {
  it('answers every call while single workers die', async () => {
    const pool = new WorkerPool(2, spawnHost(entry), options, {})
    open.push(pool)
    const calls = Array.from({ length: 20 }, (_, i) => pool.call(i % 5 === 0 ? 'exit' : 'echo', i))
    const settled = await Promise.allSettled(calls)
    expect(settled.map((item) => item.status)).toEqual(calls.map((_, i) => (i % 5 === 0 ? 'rejected' : 'fulfilled')))
  })
})
