import { appendFileSync, renameSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { scratchFolder } from '#fixtures/scratch-folder.ts'
import { tinyDicom } from '#fixtures/tiny-dicom.ts'
import { watchFolder, type WatchEvent } from './watch-folder.ts'

const describeEvent = (event: WatchEvent) =>
  event.kind === 'folder'
    ? `folder ${event.present}`
    : `${event.entry.kind} ${event.entry.displayPath.split('/').at(-1)}`

describe('watchFolder', () => {
  it('gives what has arrived, and lives through the folder going away and coming back', async () => {
    using folder = scratchFolder({ 'in/a': tinyDicom(), 'in/old': tinyDicom(), 'in/notes.txt': 'text' })
    const stop = new AbortController()
    const isTaken = (file: { path: string }) => file.path.endsWith('old')
    const events: string[] = []
    for await (const event of watchFolder(folder.at('in'), {
      pollMs: 5,
      stablePolls: 1,
      signal: stop.signal,
      isTaken,
    })) {
      events.push(describeEvent(event))
      switch (events.length) {
        case 2:
          renameSync(folder.at('in'), folder.at('away'))
          break
        case 3:
          folder.write('away/sub/b', tinyDicom())
          folder.write('away/c.dcm', '')
          renameSync(folder.at('away'), folder.at('in'))
          break
        case 6:
          appendFileSync(folder.at('in/c.dcm'), tinyDicom())
          break
        case 7:
          stop.abort()
          break
      }
    }
    expect(events).toEqual([
      'found a',
      'skipped notes.txt',
      'folder false',
      'folder true',
      'refused c.dcm',
      'found b',
      'found c.dcm',
    ])
  })
})
