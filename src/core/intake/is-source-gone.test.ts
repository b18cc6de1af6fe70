import { renameSync, rmSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { scratchFolder } from '#fixtures/scratch-folder.ts'
import { areSourcesThere, isSourceGone } from './is-source-gone.ts'

describe('a source that is gone', () => {
  it('is the folder of a file that cannot be listed, or in which nothing lies any more', () => {
    using scratch = scratchFolder({ 'a/in/1': 'x', 'ab/1': 'x', 'cd/DICOMDIR': 'x', 'cd/IM/1': 'x' })
    const sources = [scratch.at('a'), scratch.at('ab/1'), scratch.at('cd/DICOMDIR')]
    const isGone = (path: string) => isSourceGone(sources, { kind: 'file', path: scratch.at(path) })
    expect(['a/in/1', 'a/none', 'ab/1', 'cd/IM/1', 'elsewhere'].map(isGone)).toEqual(Array(5).fill(false))
    expect(areSourcesThere(sources.slice(0, 1))).toBe(true)
    rmSync(scratch.at('a/in'), { recursive: true })
    renameSync(scratch.at('cd'), scratch.at('away'))
    // What was named by itself is a file among others; only a folder's absence says something of what lay in it.
    rmSync(scratch.at('ab'), { recursive: true })
    expect(['a/in/1', 'a/none', 'ab/1', 'cd/IM/1', 'elsewhere'].map(isGone)).toEqual([true, true, false, true, false])
    expect(isSourceGone(sources, { kind: 'archive', archivePath: scratch.at('a/x.zip'), entry: '1' })).toBe(true)
    expect(areSourcesThere(sources.slice(0, 1))).toBe(false)
  })
})
