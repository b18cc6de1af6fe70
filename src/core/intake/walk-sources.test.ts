import { execFileSync } from 'node:child_process'
import { existsSync, symlinkSync, writeFileSync } from 'node:fs'
import { sep } from 'node:path'
import { describe, expect, it } from 'vitest'
import { scratchFolder } from '#fixtures/scratch-folder.ts'
import { tinyDicom } from '#fixtures/tiny-dicom.ts'
import { writeZip } from '#fixtures/zip-writer.ts'
import type { SourceEntry } from './source.ts'
import { hashSource } from './stream-source.ts'
import { walkSources } from './walk-sources.ts'

const verdict = (entry: SourceEntry) => {
  if (entry.kind === 'found') return entry.format
  return entry.kind === 'skipped' ? 'skipped' : entry.failure.kind
}

async function walk(paths: readonly string[]): Promise<SourceEntry[]> {
  const entries: SourceEntry[] = []
  for await (const entry of walkSources(paths)) entries.push(entry)
  return entries
}

async function outcomes(root: string): Promise<Record<string, string>> {
  const entries = await walk([root])
  return Object.fromEntries(entries.map((entry) => [entry.displayPath.slice(root.length + 1), verdict(entry)]))
}

describe('walkSources', () => {
  it('gives every file once, in the order of the names, under the argument as it was given', async () => {
    using folder = scratchFolder({
      'b/2': tinyDicom(),
      'b/10': tinyDicom(),
      'a.zip': writeZip([{ name: 'x/1', data: tinyDicom() }]),
      'c.txt': 'text',
    })
    const entries = await walk([folder.path + sep, folder.at('b/2'), folder.path])
    expect(entries.map((entry) => entry.displayPath)).toEqual([
      folder.at('a.zip!/x/1'),
      folder.at('b/10'),
      folder.at('b/2'),
      folder.at('c.txt'),
    ])
    expect(entries[0]).toMatchObject({
      kind: 'found',
      location: { kind: 'archive', archivePath: folder.at('a.zip'), entry: 'x/1' },
      identity: { bytes: tinyDicom().length },
      format: 'dicom',
    })
  })

  it('never follows a link inside the folder, and refuses one that leads out', async () => {
    using outside = scratchFolder({ 'secret.dcm': tinyDicom() })
    using folder = scratchFolder({ 'in/1': tinyDicom() })
    symlinkSync(outside.at('secret.dcm'), folder.at('file'))
    symlinkSync(outside.path, folder.at('folder'))
    symlinkSync(folder.path, folder.at('in/loop'))
    symlinkSync(folder.at('in/1'), folder.at('same'))
    symlinkSync(folder.at('nowhere'), folder.at('broken'))
    symlinkSync(`${folder.path}-twin`, folder.at('twin'))
    expect(await outcomes(folder.path)).toEqual({
      file: 'path-escape',
      folder: 'path-escape',
      'in/1': 'dicom',
      'in/loop': 'skipped',
      same: 'skipped',
      broken: 'missing',
      twin: 'missing',
    })
  })

  it('takes a prefix twin of the root for a place outside', async () => {
    using folder = scratchFolder({ 'root/1': tinyDicom(), 'root-evil/2': tinyDicom() })
    symlinkSync(folder.at('root-evil'), folder.at('root/link'))
    expect(await outcomes(folder.at('root'))).toEqual({ '1': 'dicom', link: 'path-escape' })
  })

  it('follows what a person names, link or not', async () => {
    using folder = scratchFolder({ 'real/1': tinyDicom() })
    symlinkSync(folder.at('real'), folder.at('link'))
    const entries = await walk([folder.at('link')])
    expect(entries.map((entry) => entry.displayPath)).toEqual([folder.at('link/1')])
  })

  it('does not wait for pipes, and names what is missing', async () => {
    using folder = scratchFolder({ '1': tinyDicom() })
    execFileSync('mkfifo', [folder.at('pipe')])
    expect(await outcomes(folder.path)).toEqual({ '1': 'dicom', pipe: 'skipped' })
    expect((await walk([folder.at('none')])).map(verdict)).toEqual(['missing'])
    expect((await walk([folder.at('pipe')])).map(verdict)).toEqual(['not-an-image'])
  })

  it('shows names without what could write over a terminal', async () => {
    using folder = scratchFolder({ 'a\u001b[2J\u202egnp.dcm': tinyDicom() })
    const [entry] = await walk([folder.path])
    expect(entry?.displayPath).toBe(folder.at('a\\u001b[2J\\u202egnp.dcm'))
    expect(entry?.kind).toBe('found')
  })

  it.skipIf(process.platform === 'win32')(
    'shows no two files under one name (names that Windows does not have)',
    async () => {
      using folder = scratchFolder({
        '\n': tinyDicom(),
        '\\u000a': tinyDicom(),
        '\\u005cu000a': tinyDicom(),
        'a.zip': writeZip([{ name: 'x', data: tinyDicom() }]),
        'a.zip!/x': tinyDicom(),
        'a.zip!/x#2': tinyDicom(),
      })
      const entries = await walk([folder.path])
      expect(entries.filter(({ kind }) => kind === 'found')).toHaveLength(6)
      expect(new Set(entries.map(({ displayPath }) => displayPath)).size).toBe(6)
    },
  )

  it.skipIf(process.platform !== 'linux')('opens names that are bytes and no text (Linux only)', async () => {
    using folder = scratchFolder()
    const latin1Name = Buffer.concat([Buffer.from(`${folder.path}/M`), Buffer.from([0xfc]), Buffer.from('ller\u00e9')])
    writeFileSync(latin1Name, tinyDicom())
    const [entry] = await walk([folder.path])
    expect(entry).toMatchObject({ kind: 'found', displayPath: folder.at('M\\udcfcller\u00e9'), format: 'dicom' })
    if (entry?.kind !== 'found') throw new Error('expected an image')
    const kept: unknown = JSON.parse(JSON.stringify(entry.location))
    expect(kept).toEqual(entry.location)
    expect(await hashSource(entry.location)).toMatchObject({ bytes: tinyDicom().length })
  })

  const studies = '../shared/data/studies'
  describe.skipIf(!existsSync(studies))('on the sample studies (skipped where ../shared/data is missing)', () => {
    it('takes the 48 images and judges the untidy ones', async () => {
      const entries = await walk([studies])
      const tidy = entries.filter((entry) => /studies\/P\d{4}\//.test(entry.displayPath))
      expect(tidy.map(verdict)).toEqual(Array(48).fill('dicom'))
      // Duplicates of the 48: the disc's four, the archive's two and the first; the conflict: no-preamble, which is the
      // first without its preamble. That truncated.dcm and corrupt.png cannot be read is found when they are opened.
      expect(await outcomes(`${studies}/untidy`)).toEqual({
        'cd/DICOM/I0000000': 'dicom',
        'cd/DICOM/I0000001': 'dicom',
        'cd/DICOM/I0000002': 'dicom',
        'cd/DICOM/I0000003': 'dicom',
        'cd/DICOMDIR': 'skipped',
        'corrupt.png': 'png',
        'duplicate-of-first.dcm': 'dicom',
        'empty.dcm': 'empty',
        'no-preamble': 'dicom',
        'not-dicom.dcm': 'not-an-image',
        'notes.txt': 'skipped',
        'radiograph.jpg': 'jpeg',
        'radiograph.png': 'png',
        'study.zip!/export/IM0004.dcm': 'dicom',
        'study.zip!/export/IM0005': 'dicom',
        'study.zip!/../escape.dcm': 'path-escape',
        'truncated.dcm': 'dicom',
      })
      expect(entries).toHaveLength(48 + 17 + 1)
    })
  })
})
