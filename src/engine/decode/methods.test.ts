import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { decodeFrame, readDicom } from '#core/dicom/index.ts'
import { ensureDataFolder, toObjectPath } from '#core/intake/index.ts'
import type { Location, PrepareRequest, WalkedEntry } from '#core/pipeline/ports.ts'
import { inputOf } from '#fixtures/grey-picture.ts'
import { pngBytes } from '#fixtures/png-bytes.ts'
import { scratchFolder } from '#fixtures/scratch-folder.ts'
import { tinyDicom } from '#fixtures/tiny-dicom.ts'
import { writeChestPhantom } from '#fixtures/write-chest-phantom.ts'
import type { Scope } from '#shared/manifest.ts'
import { decodeMethods } from './methods.ts'

const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex')
const phantom = (more: Partial<Parameters<typeof writeChestPhantom>[0]> = {}) =>
  writeChestPhantom({ seed: 3, rows: 320, columns: 256, ...more })
const file = (path: string): Location => ({ kind: 'file', path })
const anything: Scope = { colour: 'any', multiFrame: true, strict: [] }
const model = (id: string, scope: Partial<Scope> = {}, input = inputOf(64, 64)): PrepareRequest['models'][number] => ({
  id,
  input,
  scope: { ...anything, ...scope },
})

async function openedFolder(files: Readonly<Record<string, string | Uint8Array>>) {
  const folder = scratchFolder(files)
  const { root } = await ensureDataFolder(folder.at('data'))
  return { ...folder, root, methods: decodeMethods({ role: 'decode', appVersion: '0', dataFolder: root }) }
}

const found = (entries: readonly WalkedEntry[]) => entries.flatMap((entry) => (entry.kind === 'found' ? [entry] : []))

describe('walking and indexing', () => {
  const files = {
    'in/a.dcm': phantom(),
    'in/b.png': pngBytes(300, 260, new Uint8Array(78_000)),
    'in/c.dcm': tinyDicom(),
    'in/d.txt': 'x',
  }

  it('goes on where it stopped, and indexes what was found', async () => {
    using folder = await openedFolder(files)
    const { entries, done } = await folder.methods.walk({ walkId: '1', sources: [folder.at('in')] })
    expect(done).toBe(true)
    const items = found(entries).map(({ location, identity }, itemId) => ({ itemId, location, identity }))
    const indexed = await folder.methods.index({ items, copy: 'never' })
    expect(indexed.map(({ kind }) => kind).toSorted()).toEqual(['image', 'image', 'refused'])
    const [dicom] = indexed
    expect(dicom).toMatchObject({ copied: false, location: items[0]?.location, header: { format: 'dicom' } })
    expect(dicom).not.toHaveProperty('sha256')
  })

  it('copies under the hash of the bytes when it must', async () => {
    using folder = await openedFolder(files)
    const { entries } = await folder.methods.walk({ walkId: '1', sources: [folder.at('in/a.dcm')] })
    const items = found(entries).map(({ location, identity }, itemId) => ({ itemId, location, identity }))
    const [copied] = await folder.methods.index({ items, copy: 'always' })
    const hash = sha256(files['in/a.dcm'])
    expect(copied).toMatchObject({ kind: 'image', copied: true, sha256: hash })
    expect(copied).toMatchObject({ location: { path: toObjectPath(folder.root, hash) } })
  })

  it('refuses a file that has become another one since it was found', async () => {
    using folder = await openedFolder(files)
    const { entries } = await folder.methods.walk({ walkId: '1', sources: [folder.at('in/a.dcm')] })
    const items = found(entries).map(({ location, identity }, itemId) => ({ itemId, location, identity }))
    folder.write('in/a.dcm', phantom({ seed: 4, rows: 330 }))
    expect(await folder.methods.index({ items, copy: 'never' })).toMatchObject([
      { kind: 'refused', failure: { kind: 'changed' } },
    ])
  })
})

describe('preparing', () => {
  it('decodes once for every model, with reasons for those that may not judge', async () => {
    using folder = await openedFolder({ 'a.dcm': phantom() })
    const models = [
      model('one'),
      model('two'),
      model('lateral-only', { views: ['LL'] }),
      model(
        'without-end',
        {},
        inputOf(64, 64, { geometry: { kind: 'shortest-edge-crop', kernel: 'linear', shortestEdge: 90_000 } }),
      ),
    ]
    const location = file(folder.at('a.dcm'))
    const prepared = await folder.methods.prepare({ location, frame: 1, models, thumbnail: true })
    const [one, two, lateral, withoutEnd] = prepared.inputs
    expect(one).toMatchObject({ tensor: { shape: [1, 1, 64, 64], imageToModel: { scaleX: 0.25, scaleY: 0.2 } } })
    expect(one && 'tensor' in one && sha256(new Uint8Array(one.tensor.data.buffer))).toBe(
      one && 'tensor' in one && one.tensor.sha256,
    )
    expect(two).toEqual(one)
    expect(lateral).toMatchObject({ reasons: [{ code: 'out-of-scope-view' }] })
    expect(withoutEnd).toMatchObject({ failure: { kind: 'unsupported-pixels' } })
    expect(prepared).toMatchObject({ image: { rows: 320, columns: 256 }, sha256: sha256(phantom()) })
    expect([...(prepared.thumbnail?.subarray(0, 3) ?? [])]).toEqual([0xff, 0xd8, 0xff])
  })

  it('gives a MONOCHROME1 file the tensor of its twin', async () => {
    using folder = await openedFolder({
      'one.dcm': phantom({ photometricInterpretation: 'MONOCHROME1' }),
      'two.dcm': phantom(),
    })
    for (const pixelSource of ['displayed', 'stored'] as const) {
      const tensors = []
      for (const name of ['one.dcm', 'two.dcm']) {
        const target = { location: file(folder.at(name)), frame: 1, input: inputOf(50, 60, { pixelSource }) }
        tensors.push((await folder.methods.tensor(target)).tensor.sha256)
      }
      expect(tensors[0]).toBe(tensors[1])
    }
  })

  it('fails with the kind of what is wrong', async () => {
    using folder = await openedFolder({ 'cut.dcm': phantom().subarray(0, 60_000), 'gone.dcm': phantom() })
    const prepare = (name: string, frame = 1) =>
      folder.methods.prepare({ location: file(folder.at(name)), frame, models: [], thumbnail: false })
    await expect(prepare('cut.dcm')).rejects.toMatchObject({ kind: 'truncated-pixel-data' })
    await expect(prepare('nothing.dcm')).rejects.toMatchObject({ kind: 'missing' })
    await expect(prepare('gone.dcm', 2)).rejects.toMatchObject({ kind: 'bad-argument' })
  })
})

describe('comparing', () => {
  it('tells the same bytes, the same pixels and other pixels', async () => {
    using folder = await openedFolder({
      'a.dcm': phantom(),
      'again.dcm': phantom(),
      'rle.dcm': phantom({ transferSyntax: 'rle' }),
      'other.dcm': phantom({ seed: 5 }),
      'cut.dcm': phantom().subarray(0, 60_000),
    })
    const compare = (name: string) =>
      folder.methods.compare({ location: file(folder.at(name)), existing: file(folder.at('a.dcm')) })
    const same = await compare('again.dcm')
    expect(same).toMatchObject({ newSha256: same.existingSha256, samePixels: true })
    const recoded = await compare('rle.dcm')
    expect(recoded.newSha256).not.toBe(recoded.existingSha256)
    expect(recoded.samePixels).toBe(true)
    expect(await compare('other.dcm')).toMatchObject({ samePixels: false })
    expect(await compare('cut.dcm')).toMatchObject({ samePixels: false })
  })
})

describe('what a person opens', () => {
  it('is described for the viewer, with the bytes as stored', async () => {
    using folder = await openedFolder({ 'a.dcm': phantom() })
    const { frame, bytes } = await folder.methods.frame({ location: file(folder.at('a.dcm')), frame: 1 })
    expect(frame).toMatchObject({ rows: 320, columns: 256, pixelFormat: 'r16', slope: 1, intercept: 0, inverse: false })
    expect(frame.windows).toMatchObject([{ center: 2_048, width: 4_096, function: 'LINEAR' }])
    const image = readDicom({
      size: phantom().length,
      read: (offset, length) => phantom().subarray(offset, offset + length),
    })
    if (image.kind !== 'image') throw new Error('no image')
    expect(sha256(bytes)).toBe(sha256(new Uint8Array((await decodeFrame(image, 1)).data.buffer)))
  })

  it('is decoded once for its preview and its pixels, and again after a failure', async () => {
    using folder = await openedFolder({ 'a.dcm': phantom() })
    const target = { location: file(folder.at('a.dcm')), frame: 1 }
    await folder.methods.preview({ ...target, maxSide: 128 })
    rmSync(folder.at('a.dcm'))
    expect((await folder.methods.frame(target)).frame.rows).toBe(320)
    await expect(folder.methods.frame({ ...target, frame: 2 })).rejects.toMatchObject({ kind: 'missing' })
    await expect(folder.methods.frame(target)).rejects.toMatchObject({ kind: 'missing' })
    folder.write('a.dcm', phantom())
    expect((await folder.methods.frame(target)).frame.rows).toBe(320)
  })

  it('shows what the network saw, and which part of the image that is', async () => {
    using folder = await openedFolder({ 'a.dcm': phantom() })
    const input = inputOf(64, 64, { geometry: { kind: 'center-crop', kernel: 'linear' } })
    const seen = await folder.methods.networkView({ location: file(folder.at('a.dcm')), frame: 1, input })
    expect(seen).toMatchObject({ width: 64, height: 64, region: [0, 32, 256, 256] })
    expect([...seen.png.subarray(1, 4)]).toEqual([...Buffer.from('PNG')])
  })

  it('is named when it is no image', async () => {
    using folder = await openedFolder({ 'text.txt': 'hello', 'tiny.dcm': tinyDicom() })
    const inspect = (name: string) => folder.methods.inspect({ location: file(folder.at(name)), frame: 1 })
    expect(await inspect('text.txt')).toMatchObject({ isImage: false })
    expect(await inspect('tiny.dcm')).toMatchObject({ isImage: false })
    await expect(inspect('none.dcm')).rejects.toMatchObject({ kind: 'missing' })
  })
})

const studies = '../shared/data/studies'
const here = existsSync(studies)

describe.skipIf(!here)('the sample studies (skipped where ../shared/data/studies is missing)', () => {
  const paths = here
    ? readdirSync(studies, { recursive: true, encoding: 'utf8' })
        .filter((name) => !name.startsWith('untidy') && !name.endsWith('.csv'))
        .map((name) => join(studies, name))
        .filter((path) => statSync(path).isFile())
    : []

  it('are prepared, every one', async () => {
    const methods = decodeMethods({ role: 'decode', appVersion: '0' })
    expect(paths).toHaveLength(48)
    for (const path of paths) {
      const { inputs, sha256: hash } = await methods.prepare({
        location: file(path),
        frame: 1,
        models: [model('any')],
        thumbnail: false,
      })
      const [input] = inputs
      if (!input || !('tensor' in input)) throw new Error('no tensor')
      const mean = input.tensor.data.reduce((sum, value) => sum + value, 0) / input.tensor.data.length
      // A radiograph, right side out: neither black nor white.
      expect(mean).toBeGreaterThan(0.2)
      expect(mean).toBeLessThan(0.9)
      expect(hash).toBe(sha256(readFileSync(path)))
    }
  })
})
