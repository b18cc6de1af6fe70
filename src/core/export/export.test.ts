import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parse } from 'csv-parse/sync'
import { afterAll, describe, expect, it } from 'vitest'
import { researchNotice } from '#shared/notice.ts'
import { placedFindings, type BoxedImage } from './boxed-image.ts'
import { readCoco } from './coco/read-coco.ts'
import { writeCoco } from './coco/write-coco.ts'
import { identified, pseudonymised } from './csv/identity.ts'
import { writeCsv, type CsvOptions } from './csv/write-csv.ts'
import type { ExportImage } from './export-rows.ts'
import { readJsonLines, toJsonLine, writeJsonLines } from './json-lines/json-lines.ts'
import { readLabelTable } from './labels/read-label-table.ts'
import { createPseudonyms } from './pseudonyms/pseudonyms.ts'
import { readYolo, writeYolo } from './yolo/yolo.ts'

const folder = mkdtempSync(join(tmpdir(), 'firstlook-export-'))
afterAll(() => rmSync(folder, { recursive: true }))

const sha256 = 'a'.repeat(64)
const score = (value: number) =>
  ({ label: 'opacity', score: value, threshold: 0.5, thresholdOrigin: 'author' }) as const

function image(imageId: number, studyId: number, changes: Partial<ExportImage> = {}): ExportImage {
  return {
    studyId,
    imageId,
    patientIdentity: `SYN-${studyId}|x|19800101|F`,
    patientId: `=SYN-${studyId}`,
    patientSex: 'F',
    ageYears: 93.4,
    accessionNumber: `A${studyId}`,
    studyInstanceUid: `1.2.${studyId}`,
    seriesInstanceUid: `1.2.${studyId}.1`,
    sopInstanceUid: `1.2.${studyId}.1.${imageId}`,
    path: `in, the "folder"/IM${imageId}`,
    group: 'flagged',
    modality: 'DX',
    view: 'PA',
    acquiredAt: '2024-05-03T10:15:00',
    rows: 200,
    columns: 100,
    spacing: { rowMm: 0.5, columnMm: 0.25 },
    analyses: [
      {
        modelId: 'cxr',
        version: '1.0.0',
        sha256,
        state: 'done',
        stale: false,
        provider: 'cpu',
        analysedAt: '2024-05-03T10:15:00.000Z',
        why: [],
        scores: [score(0.1 + 0.2 * imageId)],
        findings: [{ id: imageId, label: 'opacity', score: 0.9, box: [10, 20, 30, 40] }],
      },
      {
        modelId: 'gate',
        version: '1',
        sha256,
        state: 'not-assessed',
        stale: false,
        why: ['gate-unsuitable'],
        scores: [],
        findings: [],
      },
    ],
    references: [{ set: 'labels', label: 'pneumonia' }],
    ...changes,
  }
}

const images = [image(1, 1), image(2, 1), image(3, 2)]
async function* stream<T>(rows: readonly T[]): AsyncGenerator<T> {
  yield* rows
}

const options = (path: string, changes: Partial<CsvOptions> = {}): CsvOptions => ({
  path: join(folder, path),
  byteOrderMark: false,
  identity: identified,
  models: [
    { id: 'cxr', labels: ['opacity'] },
    { id: 'gate', labels: [] },
  ],
  referenceSets: ['labels'],
  ...changes,
})
const read = (path: string) => parse(readFileSync(join(folder, path)), { columns: true }) as Record<string, string>[]

describe('CSV', () => {
  it('has one row an image, with the promised columns first and the notice last', async () => {
    expect(await writeCsv({ level: 'image', images: stream(images) }, options('image.csv'))).toBe(3)
    const rows = read('image.csv')
    const first =
      'patient_id study_instance_uid series_instance_uid sop_instance_uid path group cxr.state cxr.version cxr.sha256 cxr.provider cxr.opacity.score cxr.opacity.threshold'
    expect(Object.keys(rows[0]!).slice(0, 12)).toEqual(first.split(' '))
    expect(Object.keys(rows[0]!).at(-1)).toBe(researchNotice)
    expect(rows[0]).toMatchObject({
      path: 'in, the "folder"/IM1',
      patient_id: "'=SYN-1",
      'reference.labels': 'pneumonia',
    })
    expect(Number(rows[0]!['cxr.opacity.score'])).toBe(0.1 + 0.2)
    expect(rows[0]!['gate.state']).toBe('not-assessed')
    expect(statSync(join(folder, 'image.csv')).mode & 0o777).toBe(0o600)
  })

  it('leaves the score empty unless the image was assessed', async () => {
    const failed = image(9, 9, { analyses: [{ ...image(9, 9).analyses[1]!, modelId: 'cxr', state: 'failed' }] })
    await writeCsv({ level: 'image', images: stream([failed]) }, options('failed.csv'))
    expect(read('failed.csv')[0]).toMatchObject({ 'cxr.state': 'failed', 'cxr.opacity.score': '', 'gate.state': '' })
  })

  it('gives the highest score of the frames, of the version in use where an older one left results', async () => {
    const [own] = image(9, 9).analyses
    const frame = (value: number, changes = {}) => ({ ...own!, scores: [score(value)], ...changes })
    const analyses = [frame(0.99, { version: '0.9.0', stale: true }), frame(0.2), frame(0.7)]
    await writeCsv({ level: 'image', images: stream([image(9, 9, { analyses })]) }, options('frames.csv'))
    expect(read('frames.csv')[0]).toMatchObject({
      'cxr.opacity.score': '0.7',
      'cxr.version': '1.0.0',
      'cxr.stale': 'false',
    })
    const [old] = analyses
    await writeCsv({ level: 'image', images: stream([image(9, 9, { analyses: [old!] })]) }, options('old.csv'))
    expect(read('old.csv')[0]).toMatchObject({ 'cxr.opacity.score': '0.99', 'cxr.stale': 'true' })
  })

  it('has one row a study with the highest score of its images', async () => {
    expect(await writeCsv({ level: 'study', images: stream(images) }, options('study.csv'))).toBe(2)
    const [first] = read('study.csv')
    expect(first).toMatchObject({ images: '2', 'cxr.opacity.score': '0.5' })
  })

  it('has one row a finding with its box in pixels and millimetres', async () => {
    expect(await writeCsv({ level: 'finding', images: stream(images) }, options('finding.csv'))).toBe(3)
    expect(read('finding.csv')[0]).toMatchObject({
      box_x: '10',
      box_y: '20',
      box_width: '30',
      box_height: '40',
      box_x_mm: '2.5',
      box_y_mm: '10',
      box_width_mm: '7.5',
      box_height_mm: '20',
    })
  })

  it('marks itself as UTF-8 when asked', async () => {
    await writeCsv({ level: 'image', images: stream([]) }, options('bom.csv', { byteOrderMark: true }))
    expect([...readFileSync(join(folder, 'bom.csv')).subarray(0, 3)]).toEqual([0xef, 0xbb, 0xbf])
  })

  it('holds nothing of the identity unless it is identified', async () => {
    const identity = pseudonymised(createPseudonyms(new Uint8Array(32)))
    const typed = [image(1, 1, { modality: 'MEIER', view: 'ANNA' })]
    await writeCsv({ level: 'image', images: stream(typed) }, options('typed.csv', { identity }))
    await writeJsonLines(join(folder, 'typed.jsonl'), stream(typed), identity)
    for (const name of ['typed.csv', 'typed.jsonl'])
      expect(readFileSync(join(folder, name), 'utf8')).not.toMatch(/MEIER|ANNA/)
    await writeCsv({ level: 'image', images: stream(images) }, options('pseudonymous.csv', { identity }))
    const text = readFileSync(join(folder, 'pseudonymous.csv'), 'utf8')
    for (const known of ['SYN-1', '1.2.1', 'folder', 'A1', '2024-05-03T', '93.4']) expect(text).not.toContain(known)
    expect(read('pseudonymous.csv')[0]).toMatchObject({
      age_years: '90',
      modality: 'DX',
      view_position: 'PA',
      'cxr.opacity.score': '0.30000000000000004',
    })
    const planted = stream([image(1, 1, { modality: 'DOE', view: 'JANE DOE' })])
    await writeCsv({ level: 'image', images: planted }, options('planted.csv', { identity }))
    expect(read('planted.csv')[0]).toMatchObject({ modality: '', view_position: '' })
    const line = toJsonLine(image(1, 1, { modality: 'DOE', view: 'JANE DOE' }), identity)
    expect(JSON.stringify(line)).not.toMatch(/DOE|SYN|folder/)
  })

  it('leaves no half-written file behind', async () => {
    async function* broken(): AsyncGenerator<ExportImage> {
      yield image(1, 1)
      throw new Error('the store went away')
    }
    await expect(writeCsv({ level: 'image', images: broken() }, options('half.csv'))).rejects.toThrow('went away')
    expect(readdirSync(folder).filter((name) => name.includes('half'))).toEqual([])
  })

  it('says that the folder is missing', async () => {
    const missing = options('nowhere/out.csv')
    await expect(writeCsv({ level: 'image', images: stream([]) }, missing)).rejects.toMatchObject({ kind: 'missing' })
  })
})

describe('the page about the columns', () => {
  const page = readFileSync('docs/csv.md', 'utf8')
  /** The first column of the table under a level's heading, with a model, its labels and a set in the place of theirs. */
  const told = (level: string) => {
    const [, section = ''] = page.split(`(\`--level ${level}\``)
    const rows = [...section.split('\n## ')[0]!.matchAll(/^\| `([^`]+)` \|/gm)].map(([, name = '']) => name)
    return rows.map((name) => name.replace('<id>', 'cxr').replace('<label>', 'opacity').replace('<set>', 'labels'))
  }
  const one = { models: [{ id: 'cxr', labels: ['opacity'] }] }

  it.each(['study', 'image', 'finding'] as const)('names every column of a %s in order', async (level) => {
    await writeCsv({ level, images: stream(images) }, options(`page-${level}.csv`, one))
    const [head = ''] = readFileSync(join(folder, `page-${level}.csv`), 'utf8').split('\r\n')
    expect(told(level)).toEqual(head.split(',').slice(0, -1))
  })

  it('names every column of a reading in order', async () => {
    await writeCsv({ level: 'reading', readings: stream([]) }, options('page-reading.csv', one))
    const [head = ''] = readFileSync(join(folder, 'page-reading.csv'), 'utf8').split('\r\n')
    expect(told('reading')).toEqual(head.split(',').slice(0, -1))
  })
})

describe('detection formats', () => {
  const boxed: BoxedImage[] = [
    { name: 'a.dcm', width: 100, height: 200, findings: placedFindings(images[0]!) },
    {
      name: 'b.dcm',
      width: 64,
      height: 64,
      findings: [{ label: 'mass', score: 0.25, mask: { size: [64, 64], counts: [10, 20, 4066] } }],
    },
    { name: 'c.dcm', width: 10, height: 10, findings: [] },
  ]
  const labels = ['opacity', 'mass']

  it('COCO reads back the same', async () => {
    const path = join(folder, 'coco.json')
    expect(await writeCoco(path, stream(boxed), labels)).toBe(3)
    expect(readCoco(readFileSync(path, 'utf8'))).toEqual(boxed)
    expect(readFileSync(path, 'utf8')).toContain(researchNotice)
    const { annotations } = JSON.parse(readFileSync(path, 'utf8')) as { annotations: { area: number }[] }
    expect(annotations.map(({ area }) => area)).toEqual([1_200, 20])
    for (const text of ['[]', 'x', '{"images":[]}']) expect(() => readCoco(text)).toThrow(/Expected a COCO file/)
  })

  it('YOLO reads back the boxes, which is all it can carry', async () => {
    const path = join(folder, 'yolo')
    await writeYolo(path, stream(boxed), labels)
    const read = await readYolo(path)
    expect(read.map(({ name, boxes }) => [name, boxes.length])).toEqual([
      ['a', 1],
      ['b', 0],
      ['c', 0],
    ])
    const [x, y, w, h] = read[0]!.boxes[0]!.box
    const pixels = [x * 100, y * 200, w * 100, h * 200]
    for (const [i, value] of pixels.entries()) expect(value).toBeCloseTo([10, 20, 30, 40][i]!, 9)
  })

  it('come in as a reference standard, one row an image', async () => {
    const coco = join(folder, 'reference.json')
    await writeCoco(coco, stream(boxed), labels)
    expect(await readLabelTable(coco)).toEqual({
      columns: ['sop_instance_uid', 'mass', 'opacity'],
      rows: [
        ['a', '0', '0.9'],
        ['b', '0.25', '0'],
        ['c', '0', '0'],
      ],
      boxes: [[{ label: 'opacity', box: [10, 20, 30, 40], of: 'pixels' }], [], []],
    })
    const yolo = join(folder, 'reference-yolo')
    await writeYolo(yolo, stream(boxed), labels)
    const fromYolo = await readLabelTable(join(yolo, 'data.yaml'))
    expect(fromYolo.boxes?.map((row) => row.map(({ label, of }) => [label, of]))).toEqual([
      [['opacity', 'fractions']],
      [],
      [],
    ])
    expect(fromYolo.rows).toEqual([
      ['a', '1'],
      ['b', '0'],
      ['c', '0'],
    ])
    const lines = join(folder, 'reference.jsonl')
    await writeJsonLines(lines, stream(images), identified)
    const fromLines = await readLabelTable(lines)
    expect(fromLines.columns).toEqual(['sop_instance_uid', 'cxr.opacity'])
    expect(fromLines.boxes?.[0]).toEqual([{ label: 'cxr.opacity', box: [10, 20, 30, 40], of: 'pixels' }])
  })

  it('JSON Lines read back the same', async () => {
    const path = join(folder, 'images.jsonl')
    await writeJsonLines(path, stream(images), identified)
    expect(readJsonLines(readFileSync(path, 'utf8'))).toEqual(images.map((one) => toJsonLine(one, identified)))
    expect(() => readJsonLines('{}\n')).toThrow(/first line/)
  })
})
