import { spawn, spawnSync } from 'node:child_process'
import { cpSync, existsSync, mkdirSync, symlinkSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { describe, expect, it } from 'vitest'
import { scratchFolder } from '#fixtures/scratch-folder.ts'

/** A Node of the system that is older than the program needs, if there is one. */
const older = ['/usr/local/bin/node', '/usr/bin/node'].find(
  (path) => existsSync(path) && Number(/^v(\d+)/.exec(spawnSync(path, ['-v'], { encoding: 'utf8' }).stdout)?.[1]) < 24,
)
const wrapper = resolve('src/cli/firstlook.mjs')

describe.skipIf(older === undefined)('the command under an older Node (skipped where the system has none)', () => {
  const node = older ?? ''

  it('runs under the Node that came with it, with the answer and the exit code of the command', () => {
    const good = spawnSync(node, [wrapper, '--version'], { encoding: 'utf8' })
    expect([good.status, good.stdout.trim()]).toEqual([0, expect.stringMatching(/^\d+\.\d+\.\d+$/)])
    const bad = spawnSync(node, [wrapper, 'inspect', '/nothing/here', '--json'], { encoding: 'utf8' })
    expect([bad.status, JSON.parse(bad.stdout)]).toMatchObject([1, { error: { kind: 'missing' } }])
  })

  it('says what it needs where there is none', () => {
    using folder = scratchFolder()
    mkdirSync(folder.at('src/cli'), { recursive: true })
    cpSync(wrapper, folder.at('src/cli/firstlook.mjs'))
    symlinkSync(resolve('src/cli/main.ts'), folder.at('src/cli/main.ts'))
    const { status, stderr } = spawnSync(node, [folder.at('src/cli/firstlook.mjs'), '--version'], { encoding: 'utf8' })
    expect([status, stderr]).toEqual([1, expect.stringContaining('needs Node 24; this is v')])
  })

  it('ends the command when it is killed itself', async () => {
    using folder = scratchFolder()
    mkdirSync(folder.at('tmp'))
    const args = [wrapper, 'import', resolve('fixtures/samples'), '--data-dir', folder.at('data')]
    const child = spawn(node, args, { stdio: 'ignore', env: { ...process.env, TMPDIR: folder.at('tmp') } })
    while (!existsSync(join(folder.at('data'), 'firstlook.sqlite'))) await new Promise((done) => setTimeout(done, 20))
    child.kill('SIGKILL')
    // The data folder is free again: nothing of the killed command works on.
    const free = () => spawnSync(node, [wrapper, 'worklist', '--json', '--data-dir', folder.at('data')]).status === 0
    await expect.poll(free, { timeout: 20_000, interval: 200 }).toBe(true)
  })
})
