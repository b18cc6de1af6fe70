import { createHash } from 'node:crypto'
import { chmodSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { scratchFolder } from '#fixtures/scratch-folder.ts'
import { tinyDicom } from '#fixtures/tiny-dicom.ts'
import { writeZip } from '#fixtures/zip-writer.ts'
import { TriageError } from '#shared/errors.ts'
import { ensureDataFolder } from './data-folder.ts'
import { collectOrphans, copyBatchIntoStore, copyIntoStore, toObjectPath, verifyObject } from './object-store.ts'
import { walkSources } from './walk-sources.ts'

const bytes = tinyDicom()
const sha256 = createHash('sha256').update(bytes).digest('hex')

/** Every file and folder below, with its mode. */
const modes = (root: string) =>
  readdirSync(root, { recursive: true, withFileTypes: true }).map((entry) => {
    const { mode } = statSync(join(entry.parentPath, entry.name))
    return `${entry.isDirectory() ? 'folder' : 'file'} ${(mode & 0o777).toString(8)}`
  })

async function setup() {
  const folder = scratchFolder({ 'in/a.sh.dcm': bytes })
  chmodSync(folder.at('in/a.sh.dcm'), 0o755)
  const { root } = await ensureDataFolder(folder.at('data'))
  const location = { kind: 'file', path: folder.at('in/a.sh.dcm') } as const
  return { folder, root, location, [Symbol.dispose]: () => folder[Symbol.dispose]() }
}

describe('copying into the data folder', () => {
  it('keeps the bytes under their hash and nothing of the name, closed to others and never executable', async () => {
    using it = await setup()
    const copy = await copyIntoStore(it.root, it.location)
    const path = join(it.root, 'objects', sha256.slice(0, 2), sha256.slice(2))
    expect(copy).toEqual({ sha256, bytes: bytes.length, path })
    expect(readFileSync(path)).toEqual(bytes)
    expect(new Set(modes(it.root))).toEqual(new Set(['folder 700', 'file 600']))
    expect(statSync(it.root).mode & 0o777).toBe(0o700)
    expect(readdirSync(join(it.root, 'temp'))).toEqual([])
  })

  it('does the same thing when it is asked twice, and mends a damaged copy', async () => {
    using it = await setup()
    const { path } = await copyIntoStore(it.root, it.location)
    writeFileSync(path, 'damaged')
    expect(await verifyObject(it.root, sha256)).toBe('damaged')
    await copyIntoStore(it.root, it.location)
    expect(await verifyObject(it.root, sha256)).toBe('whole')
    expect(modes(it.root).filter((each) => each.startsWith('file'))).toEqual(['file 600'])
  })

  it('copies the whole of an archive entry or none of it', async () => {
    using it = await setup()
    const archive = writeZip([
      { name: 'good', data: bytes },
      { name: 'bad', data: bytes, claimedCrc32: 7 },
    ])
    it.folder.write('in/a.zip', archive)
    const at = (entry: string) => ({
      location: { kind: 'archive', archivePath: it.folder.at('in/a.zip'), entry } as const,
    })
    const results = await copyBatchIntoStore(it.root, [at('bad'), at('good'), at('none')])
    expect(results.map((each) => (each instanceof TriageError ? each.kind : each.sha256))).toEqual([
      'bad-archive',
      sha256,
      'missing',
    ])
    expect(readdirSync(join(it.root, 'temp'))).toEqual([])
    expect(readdirSync(join(it.root, 'objects'))).toEqual([sha256.slice(0, 2)])
  })

  it('refuses a file that is not the one that was found', async () => {
    using it = await setup()
    for await (const entry of walkSources([it.location.path])) {
      if (entry.kind !== 'found') throw new Error('expected an image')
      await expect(copyIntoStore(it.root, entry.location, entry.identity)).resolves.toMatchObject({ sha256 })
      writeFileSync(it.location.path, Buffer.concat([bytes, bytes]))
      await expect(copyIntoStore(it.root, entry.location, entry.identity)).rejects.toMatchObject({ kind: 'changed' })
      rmSync(it.location.path)
      await expect(copyIntoStore(it.root, entry.location, entry.identity)).rejects.toMatchObject({ kind: 'missing' })
    }
  })

  it('accepts no object name but a hash', () => {
    expect(() => toObjectPath('data', '../../etc/passwd')).toThrow(TriageError)
    expect(() => toObjectPath('data', sha256.toUpperCase())).toThrow(TriageError)
  })

  it('collects what a kill left, and only that', async () => {
    using it = await setup()
    const { path } = await copyIntoStore(it.root, it.location)
    it.folder.write('in/other', Buffer.concat([bytes, bytes]))
    const other = await copyIntoStore(it.root, { kind: 'file', path: it.folder.at('in/other') })
    it.folder.write('data/temp/x.part', 'unfinished')
    it.folder.write('data/objects/notes.txt', 'of somebody else')
    expect(await collectOrphans(it.root, (hash) => hash === sha256)).toEqual({ temporary: 1, objects: 1 })
    expect(await verifyObject(it.root, sha256)).toBe('whole')
    expect(await verifyObject(it.root, other.sha256)).toBe('missing')
    expect(readdirSync(join(it.root, 'temp'))).toEqual([])
    expect(readdirSync(join(it.root, 'objects'))).toContain('notes.txt')
    expect(statSync(path).size).toBe(bytes.length)
  })

  it('finds each of 200 flipped bits (goal D7)', async () => {
    using it = await setup()
    const { path } = await copyIntoStore(it.root, it.location)
    const whole = readFileSync(path)
    let found = 0
    for (let flip = 0; flip < 200; flip += 1) {
      const bit = (flip * 7_919) % (whole.length * 8)
      const damaged = Buffer.from(whole)
      damaged[bit >> 3] = (damaged[bit >> 3] ?? 0) ^ (1 << (bit & 7))
      writeFileSync(path, damaged)
      if ((await verifyObject(it.root, sha256)) === 'damaged') found += 1
    }
    expect(found).toBe(200)
  })
})
