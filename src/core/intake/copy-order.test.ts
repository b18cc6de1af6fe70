import { execFileSync, spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { scratchFolder } from '#fixtures/scratch-folder.ts'
import { ensureDataFolder } from './data-folder.ts'

const traceable = spawnSync('strace', ['-V']).status === 0 && spawnSync('strace', ['true']).status === 0

describe.skipIf(!traceable)('the order of a copy (goal D3; skipped where strace cannot trace)', () => {
  it('is written, synced, renamed, its folder synced, and only then said to be there', async () => {
    using folder = scratchFolder({ source: 'bytes of a scan' })
    const { root } = await ensureDataFolder(folder.at('data'))
    const store = new URL('object-store.ts', import.meta.url).href
    const script = `
      const { copyIntoStore } = await import(${JSON.stringify(store)})
      await copyIntoStore(${JSON.stringify(root)}, { kind: 'file', path: ${JSON.stringify(folder.at('source'))} })
      process.stdout.write('acknowledged')`
    const calls = 'openat,write,pwrite64,fsync,fdatasync,rename,renameat,renameat2'
    const node = [process.execPath, '--input-type=module', '-e', script]
    execFileSync('strace', ['-f', '-y', '-e', `trace=${calls}`, '-o', folder.at('trace'), ...node])
    const steps = readFileSync(folder.at('trace'), 'utf8').split('\n').flatMap(toStep)
    expect(steps.slice(0, 3)).toEqual(['write', 'sync file', 'rename'])
    expect(steps.slice(3, 5).sort()).toEqual(['sync folder', 'sync objects'])
    expect(steps.slice(5)).toEqual(['acknowledge'])
  })
})

/** The step of a copy that a traced call is, if it is one. Calls that ended in another thread come as they began. */
function toStep(line: string): string[] {
  if (/p?write(64)?\(\d+<[^>]*\.part>/.test(line)) return ['write']
  if (/f(data)?sync\(\d+<[^>]*\.part>/.test(line)) return ['sync file']
  if (/fsync\(\d+<[^>]*\/objects>/.test(line)) return ['sync objects']
  if (/rename\w*\(.*\.part"/.test(line)) return ['rename']
  if (/fsync\(\d+<[^>]*\/objects\/[0-9a-f]{2}>/.test(line)) return ['sync folder']
  return /write\(1<.*"acknowledged"/.test(line) ? ['acknowledge'] : []
}
