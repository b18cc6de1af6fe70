import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { afterAll, describe, expect, it } from 'vitest'
import { tinyDicom } from '#fixtures/tiny-dicom.ts'
import { createWatches } from './watches.ts'

const folder = mkdtempSync(join(tmpdir(), 'firstlook-watch-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

describe('a watched folder', () => {
  it('gives the files of a study together once nothing more comes to it, and each once', async () => {
    const watch = createWatches()
    const ask = { folder, quietMinutes: 0.5 / 60 }
    expect(watch(ask)).toEqual({ present: true, complete: [] })
    mkdirSync(join(folder, 'study'))
    for (const name of ['a.dcm', 'b.dcm']) writeFileSync(join(folder, 'study', name), tinyDicom())
    const found: string[] = []
    for (let i = 0; i < 100 && found.length < 2; i++) {
      await setTimeout(100)
      found.push(...watch(ask).complete)
    }
    expect(found.toSorted()).toEqual(['a.dcm', 'b.dcm'].map((name) => join(folder, 'study', name)))
    await setTimeout(700)
    expect(watch(ask).complete).toEqual([])
    expect(watch({ folder: '', quietMinutes: 1 })).toEqual({ present: false, complete: [] })
  })
})
