import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { scratchFolder } from '#fixtures/scratch-folder.ts'
import { cutPower } from './cut.ts'
import { Drive } from './drive.ts'
import { canRecord, recordImport, type Recording } from './record-import.ts'

describe.skipIf(!canRecord)('a power cut during an import (goal D2; skipped where strace cannot trace)', () => {
  const scratch = scratchFolder()
  let recording: Recording
  beforeAll(() => {
    recording = recordImport(scratch, 6, 1)
  })
  afterAll(() => scratch[Symbol.dispose]())

  const problemsOf = async (cuts: number, ignoresSync?: (path: string) => boolean) => {
    const problems: string[] = []
    for await (const cut of cutPower(recording, cuts, 1, ignoresSync)) problems.push(...cut.problems)
    return problems
  }

  it('is simulated on a recording that has every byte and name that the import left', () => {
    const { dataFolder, events } = recording
    const drive = new Drive()
    for (const event of events) drive.follow(event)
    const files = readdirSync(dataFolder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && !entry.parentPath.startsWith(join(dataFolder, 'models')))
      .map((entry) => join(entry.parentPath, entry.name))
    expect([...drive.now().files.keys()].sort()).toEqual(files.sort())
    expect(files.filter((path) => !drive.now().files.get(path)?.equals(readFileSync(path)))).toEqual([])
  })

  it('loses nothing that was said to be done, and leaves everything whole', async () => {
    expect(await problemsOf(20)).toEqual([])
  })

  it.each([
    ['the database', /sqlite-wal$/, 'lost: '],
    ['copied originals', /objects/, 'a copy is missing'],
    ['the bytes of copies', /\.part$/, 'a copy is damaged'],
  ])('would be noticed on a drive that lies about the syncs of %s', async (_, lie, wanted) => {
    const problems = await problemsOf(12, (path) => lie.test(path))
    expect(problems.some((problem) => problem.startsWith(wanted))).toBe(true)
  })
})
