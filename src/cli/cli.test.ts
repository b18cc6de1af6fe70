import { spawn } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs'
import { join, relative, resolve } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { scratchFolder } from '#fixtures/scratch-folder.ts'

const program = resolve('src/cli/firstlook.mjs')
const samples = 'fixtures/samples'
const broken = 'fixtures/broken'
const studies = '../shared/data/studies'
const encodings = '../shared/data/dicom'
const slow = 240_000

type Told = { readonly path: string; readonly kind: string; readonly message: string }
type Imported = Readonly<Record<'imported' | 'duplicates' | 'analysed', number>> &
  Readonly<Record<'refused' | 'failed' | 'notAssessed' | 'conflicts' | 'skipped', readonly Told[]>>
type Failed = { readonly error: { readonly kind: string; readonly message: string } }

type Ended<Document> = { readonly code: number | null; readonly document: Document; readonly log: string }

/** Runs the command line as a caller does; standard output must be one JSON document, whatever happened. */
async function firstlook<Document = Failed>(...args: string[]): Promise<Ended<Document>> {
  const { ended } = start(...args)
  const { code, output, log } = await ended
  return { code, document: JSON.parse(output) as Document, log }
}

function start(...args: string[]) {
  const child = spawn(process.execPath, [program, ...args], { stdio: ['ignore', 'pipe', 'pipe'] })
  const output = { out: '', err: '' }
  child.stdout.on('data', (bytes: Buffer) => (output.out += bytes.toString()))
  child.stderr.on('data', (bytes: Buffer) => (output.err += bytes.toString()))
  const ended = new Promise<{ code: number | null; output: string; log: string }>((done) => {
    child.on('close', (code) => done({ code, output: output.out, log: output.err }))
  })
  return { child, ended }
}

const kindOf = ({ code, document }: Ended<Failed>) => [code, document.error.kind]
const scratch = scratchFolder()
const dataDir = (name: string) => ['--data-dir', scratch.at(name), '--json']
const kinds = (list: readonly Told[]) => Object.fromEntries(list.map(({ path, kind }) => [path, kind]))

describe('what cannot be done', () => {
  it.each([
    ['no command', []],
    ['an unknown command', ['frob', '--json']],
    ['an unknown option', ['worklist', '--frob', '--json']],
    ['a missing argument', ['inspect', '--json']],
    ['a missing option', ['evaluate', '--json']],
    ['a frame 0', ['inspect', 'x', '--frame', '0', '--json']],
    ['an unknown level', ['export', 'csv', 'x', '--level', 'row', '--json']],
  ])('refuses %s as one document', async (_, args) => {
    expect(kindOf(await firstlook(...args))).toEqual([1, 'bad-argument'])
  })

  it('names a missing file, and a data folder that is a file', async () => {
    writeFileSync(scratch.at('file'), '')
    expect(kindOf(await firstlook('inspect', scratch.at('nothing'), '--json'))).toEqual([1, 'missing'])
    expect(kindOf(await firstlook('worklist', ...dataDir('file')))).toEqual([1, 'bad-argument'])
  })
})

describe('broken files', () => {
  const expected = JSON.parse(readFileSync(join(broken, 'expected.json'), 'utf8')) as Record<string, string>

  it('are refused by their kind on import, and nothing is taken in', { timeout: slow }, async () => {
    const args = ['import', broken, '--model', 'cxr-suitability', ...dataDir('broken')]
    const { code, document } = await firstlook<Imported>(...args)
    const named = Object.entries(kinds([...document.refused, ...document.failed])).map(([path, kind]) => [
      relative(broken, path.split('!')[0] ?? ''),
      kind,
    ])
    expect([code, Object.fromEntries(named)]).toEqual([2, expected])
    expect(document.analysed).toBe(0)
  })

  it('are refused by their kind by inspect', { timeout: slow }, async () => {
    const files = Object.keys(expected).filter((name) => !name.endsWith('.zip'))
    const seen: Record<string, unknown> = {}
    const worker = async () => {
      for (let name = files.pop(); name !== undefined; name = files.pop()) {
        const ended = await firstlook('inspect', join(broken, name), '--json')
        seen[name] = ended.code === 1 ? ended.document.error.kind : ended.document
      }
    }
    await Promise.all([worker(), worker()])
    const { 'climbs-out.zip': _, ...single } = expected
    expect(seen).toEqual(single)
  })
})

describe('one file', () => {
  it('predicts with every field of the contract, and writes what the network saw', { timeout: slow }, async () => {
    const tensor = scratch.at('tensor.png')
    const file = join(samples, 'SYN-0001/IM0001.dcm')
    const args = ['predict', file, '--model', 'cxr-opacity', '--tensor', tensor, ...dataDir('predict')]
    const { code, document } = await firstlook<{ results: Record<string, unknown>[] }>(...args)
    expect(code).toBe(0)
    expect(document.results).toHaveLength(1)
    expect(document.results[0]).toMatchObject({
      model: { id: 'cxr-opacity', version: expect.any(String), sha256: expect.stringMatching(/^[0-9a-f]{64}$/) },
      state: 'done',
      reasons: [],
      device: { provider: expect.any(String), fallbackNodes: expect.any(Number) },
      scores: [{ label: 'opacity', score: expect.any(Number), threshold: expect.any(Number) }],
      findings: expect.any(Array),
      elapsedMs: { decode: expect.any(Number), prepare: expect.any(Number), run: expect.any(Number) },
    })
    expect(readFileSync(tensor).subarray(1, 4).toString()).toBe('PNG')
  })

  it('says what failed, with the outcome of each model', { timeout: slow }, async () => {
    const file = join(broken, 'rle-too-short.dcm')
    const { code, document } = await firstlook<Failed & { results: { state: string; scores: unknown[] }[] }>(
      'predict',
      file,
      ...dataDir('predict'),
    )
    expect([code, document.error.kind]).toEqual([1, 'truncated-pixel-data'])
    expect(new Set(document.results.map(({ state }) => state))).toEqual(new Set(['failed']))
  })
})

describe('the sample studies', () => {
  const args = (source: string) => ['import', source, '--no-analyse', ...dataDir('samples')]

  it('are taken in once, whatever way the folder is named', { timeout: slow }, async () => {
    const first = await firstlook<Imported>(...args(`${samples}/`))
    const again = await firstlook<Imported>(...args(resolve(samples)))
    expect([first.code, again.code]).toEqual([0, 0])
    expect(again.document.imported).toBe(0)
    expect(again.document.duplicates).toBe(first.document.imported)
    const { document } = await firstlook<{ studies: { images: number }[] }>('worklist', ...dataDir('samples'))
    expect(document.studies.reduce((sum, { images }) => sum + images, 0)).toBe(first.document.imported)
  })

  it('are checked, backed up and deleted', { timeout: slow }, async () => {
    const { document } = await firstlook<{ studies: { studyInstanceUid: string }[] }>('worklist', ...dataDir('samples'))
    const [study] = document.studies
    const removed = await firstlook<{ images: number }>(
      'study',
      'delete',
      study?.studyInstanceUid ?? '',
      ...dataDir('samples'),
    )
    expect([removed.code, removed.document.images > 0]).toEqual([0, true])
    expect((await firstlook('store', 'check', ...dataDir('samples'))).code).toBe(0)
    expect((await firstlook('store', 'backup', scratch.at('backup'), ...dataDir('samples'))).code).toBe(0)
    expect((await firstlook('audit', 'verify', ...dataDir('samples'))).document).toMatchObject({ intact: true })
    expect(existsSync(scratch.at('backup'))).toBe(true)
  })

  it('are told by a crosswalk to who has its passphrase', { timeout: slow }, async () => {
    const [out, right, wrong] = [scratch.at('samples.csv'), scratch.at('right'), scratch.at('wrong')]
    writeFileSync(right, 'a long passphrase\nof which this is no part\n')
    writeFileSync(wrong, 'another passphrase\n')
    await firstlook('export', 'csv', out, '--crosswalk', right, ...dataDir('samples'))
    expect(readFileSync(`${out}.crosswalk`).toString('latin1')).not.toMatch(/SYN-|P-|patient_id/)
    const open = (passphrase: string) =>
      firstlook<{ csv: string }>('crosswalk', `${out}.crosswalk`, '--passphrase', passphrase, ...dataDir('samples'))
    const { code, document } = await open(right)
    const pseudonym = readTable(out)[0]?.['patient_id'] ?? ''
    expect([code, document.csv.split('\r\n').find((line) => line.startsWith(pseudonym))]).toEqual([
      0,
      expect.stringMatching(/^P-[0-9A-Z]{12},SYN-\d{4},2\.25\.\d+,[\d.]+,.*fixtures\/samples/),
    ])
    expect((await open(wrong)).code).toBe(1)
  })

  it('keep their paths as the caller began them', { timeout: slow }, async () => {
    mkdirSync(scratch.at('in/a'), { recursive: true })
    mkdirSync(scratch.at('in/a2'))
    writeFileSync(scratch.at('in/a/x.dcm'), '')
    writeFileSync(scratch.at('in/a2/y.dcm'), '')
    const here = relative('.', scratch.at('in'))
    const { document } = await firstlook<Imported>(
      'import',
      `${here}/a/`,
      scratch.at('in/a2'),
      '--no-analyse',
      ...dataDir('paths'),
    )
    expect(document.refused.map(({ path }) => path)).toEqual([`${here}/a/x.dcm`, scratch.at('in/a2/y.dcm')])
  })
})

describe.skipIf(!existsSync(studies))('the development studies (skipped without ../shared/data)', () => {
  let result: Ended<Imported>
  let meanwhile: Ended<Failed>

  beforeAll(async () => {
    const args = ['import', studies, '--workers', '1', ...dataDir('studies')]
    const first = start(...args)
    await untilDatabaseGrows(scratch.at('studies/firstlook.sqlite-wal'))
    meanwhile = await firstlook('worklist', ...dataDir('studies'))
    first.child.kill('SIGKILL')
    await first.ended
    result = await firstlook<Imported>(...args)
  }, slow)

  it('are held by one process at a time', () => {
    expect(kindOf(meanwhile)).toEqual([1, 'data-folder-in-use'])
  })

  it('end with exact counts although the import was killed and begun again', () => {
    const { imported, duplicates, analysed, failed, notAssessed } = result.document
    expect({ imported, duplicates, analysed, failed, notAssessed }).toEqual({
      imported: 50,
      duplicates: 7,
      analysed: 51,
      failed: [],
      notAssessed: [],
    })
    expect(result.code).toBe(2)
  })

  it('name every file that was not taken in once', () => {
    const { refused, conflicts, skipped } = result.document
    const untidy = (name: string) => `${studies}/untidy/${name}`
    expect(kinds([...refused, ...conflicts, ...skipped])).toEqual({
      [untidy('corrupt.png')]: 'decode-failed',
      [untidy('empty.dcm')]: 'empty',
      [untidy('not-dicom.dcm')]: 'not-an-image',
      [untidy('study.zip!/../escape.dcm')]: 'path-escape',
      [untidy('truncated.dcm')]: 'truncated-pixel-data',
      [untidy('no-preamble')]: 'conflict',
      [`${studies}/labels.csv`]: 'skipped',
      [untidy('cd/DICOMDIR')]: 'skipped',
      [untidy('notes.txt')]: 'skipped',
    })
    // Two images and the one that climbs out stand for the archive.
    const files = readdirSync(studies, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile())
    const { imported, duplicates } = result.document
    const inList = refused.length + conflicts.length + skipped.length
    expect(imported + duplicates + inList).toBe(files.length - 1 + 3)
  })

  it('give the AUC that the exported scores give', { timeout: slow }, async () => {
    const csv = scratch.at('images.csv')
    await firstlook('export', 'csv', csv, '--level', 'image', '--identified', ...dataDir('studies'))
    const rows = readTable(csv)
    const labels = readTable(join(studies, 'labels.csv'))
    const score = (row: Record<string, string>) => Number(row['cxr-opacity.opacity.score'])
    const byPath = new Map(rows.map((row) => [row['path'], score(row)]))
    const byUid = new Map(rows.map((row) => [row['sop_instance_uid'], score(row)]))
    const cases = labels.map(({ file = '', sop_instance_uid: uid, reference_label: label }) => ({
      score: byPath.get(resolve(studies, file)) ?? byUid.get(uid) ?? Number.NaN,
      positive: label !== 'no-finding',
    }))
    expect(cases.filter((one) => Number.isNaN(one.score))).toEqual([])
    const { document } = await firstlook<Record<'auc' | 'n' | 'positives' | 'unmatched' | 'notAssessed', number>>(
      'evaluate',
      '--labels',
      join(studies, 'labels.csv'),
      ...dataDir('studies'),
    )
    expect(document).toMatchObject({ n: 48, positives: 24, unmatched: 0, notAssessed: 0 })
    expect(Math.abs(document.auc - areaUnderCurve(cases))).toBeLessThan(1e-6)
  })
})

/** A table without quoted cells, row by row. */
function readTable(path: string): Record<string, string>[] {
  const [head = '', ...lines] = readFileSync(path, 'utf8').trim().split(/\r?\n/)
  const columns = head.split(',')
  return lines.map((line) => {
    expect(line).not.toContain('"')
    return Object.fromEntries(line.split(',').map((cell, i) => [columns[i], cell]))
  })
}

/** Of all pairs of a positive and a negative case, the part in which the positive one scores higher; ties count half. */
function areaUnderCurve(cases: readonly { readonly score: number; readonly positive: boolean }[]): number {
  const of = (wanted: boolean) => cases.flatMap(({ score, positive }) => (positive === wanted ? [score] : []))
  const [positives, negatives] = [of(true), of(false)]
  let sum = 0
  for (const p of positives) for (const n of negatives) sum += p > n ? 1 : p === n ? 0.5 : 0
  return sum / (positives.length * negatives.length)
}

/** Until the import has written more than its opening. */
async function untilDatabaseGrows(wal: string): Promise<void> {
  const size = () => (existsSync(wal) ? readFileSync(wal).length : 0)
  while (size() < 300_000) await new Promise((done) => setTimeout(done, 50))
}

/** What an independent reader found in a file; its hash, smallest, largest and mean value are of stored values. */
type Wanted = Readonly<Record<'min' | 'max' | 'mean', number>> & {
  readonly image: boolean | null
  readonly sha256?: string
  readonly rgbMean?: readonly number[]
  readonly agrees?: boolean
  readonly losslessOf?: string
}
type Seen = Partial<Pick<Wanted, 'min' | 'max' | 'mean' | 'sha256' | 'rgbMean'>> & {
  readonly path: string
  readonly isImage?: boolean
  readonly what?: string
  readonly error?: Failed['error']
}

/** Files whose reference is wrong: openjpeg refuses the first too; the words of the second lie swapped; the last mean is of Y, Cb and Cr. */
const wrongReferences = [
  'pydicom/JPEG2000-embedded-sequence-delimiter.dcm',
  'pydicom/SC_rgb_small_odd_big_endian.dcm',
  'pydicom/examples_ybr_color.dcm',
]

describe.skipIf(!existsSync(encodings))('inspect (skipped where ../shared/data/dicom is missing)', () => {
  const isNear = (one: number | undefined, other: number | undefined) => Math.abs((one ?? NaN) - (other ?? NaN)) <= 2

  function differs(seen: Seen, wanted: Wanted, original: Seen | undefined): boolean {
    if (wanted.image === null) return seen.error === undefined
    if (!wanted.image) return seen.isImage === true || (seen.what ?? seen.error?.message ?? '') === ''
    if (wanted.rgbMean) return !wanted.rgbMean.every((mean, index) => isNear(seen.rgbMean?.[index], mean))
    if (original) return seen.sha256 !== original.sha256
    return seen.sha256 !== wanted.sha256
  }

  it('finds in every sample file what an independent reader found', { timeout: slow }, async () => {
    const expected = Object.entries(
      JSON.parse(readFileSync(join(encodings, 'expected.json'), 'utf8')) as Readonly<Record<string, Wanted>>,
    )
    const names = expected.map(([name]) => join(encodings, name))
    const { code, document } = await firstlook<{ readonly files: readonly Seen[] }>('inspect', ...names, '--json')
    expect(code).toBe(2)
    const seen = new Map(document.files.map((file) => [relative(encodings, file.path), file]))
    const different = expected.filter(([name, wanted]) => {
      const file = seen.get(name)
      return !file || differs(file, wanted, seen.get(wanted.losslessOf ?? ''))
    })
    expect(different.map(([name]) => name).toSorted()).toEqual(wrongReferences)
    expect(seen.get('pydicom/JPEG2000-embedded-sequence-delimiter.dcm')?.error?.kind).toBe('codestream-mismatch')
    expect(seen.size).toBe(expected.length)
  })
})
