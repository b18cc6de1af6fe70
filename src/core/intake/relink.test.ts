import { createHash } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { scratchFolder } from '#fixtures/scratch-folder.ts'
import { relinkSources } from './relink.ts'

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex')

describe('relinkSources', () => {
  it('finds a moved original by its bytes, renamed or not, and takes no look-alike', async () => {
    using folder = scratchFolder({ 'x/a.dcm': 'one', 'y/renamed': 'two', 'z/a.dcm': 'six', 'z/b.dcm': 'seven' })
    const lost = [
      { id: 1, name: 'a.dcm', bytes: 3, sha256: sha256('six') },
      { id: 2, name: 'b', bytes: 3, sha256: sha256('two') },
      { id: 3, name: 'b.dcm', bytes: 5, sha256: sha256('eight') },
      { id: 4, name: 'b.dcm', bytes: 5 },
      { id: 5, name: 'a.dcm', bytes: 3 },
    ]
    expect(await relinkSources(folder.path, lost)).toEqual([
      { id: 1, path: folder.at('z/a.dcm'), proof: 'sha256' },
      { id: 2, path: folder.at('y/renamed'), proof: 'sha256' },
      { id: 4, path: folder.at('z/b.dcm'), proof: 'name-and-size' },
    ])
  })

  it('says so when the folder is not there', async () => {
    await expect(relinkSources('/nowhere/at/all', [])).rejects.toMatchObject({ kind: 'missing' })
  })
})
