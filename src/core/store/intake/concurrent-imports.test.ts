import { hash } from 'node:crypto'
import { expect, it } from 'vitest'
import type { Indexed, Item, SavedImage } from '#core/pipeline/ports.ts'
import { installTiny, type Scan, storeScene, toDone, toHeader } from '#fixtures/store-scene.ts'
import { seededRandom } from '#fixtures/seeded-random.ts'
import {
  addItems,
  claimAnalyses,
  claimItems,
  createJob,
  saveAnalyses,
  saveIndexed,
  settleCollision,
} from '#core/store/index.ts'

/** 10,000: `FIRSTLOOK_IMPORTS=10000 npx vitest run src/core/store/intake/concurrent-imports`. */
const count = Number(process.env['FIRSTLOOK_IMPORTS'] ?? 1_000)
const jobs = 4

/** Few ids for many people, UIDs that come back with other bytes: what mixes patients up. */
function makeScan(number: number, { integer }: ReturnType<typeof seededRandom>): Scan & { readonly sha256: string } {
  const person = integer() % 30
  const again = integer() % 10 === 0 ? integer() % (number + 1) : number
  return {
    uid: `1.2.${again}`,
    study: `1.3.${person}.${integer() % 3}`,
    patientId: `P${person % 5}`,
    name: `NAME^${person}`,
    birthDate: `19${String(30 + person)}-01-01`,
    path: `/in/${number}`,
    sha256: hash('sha256', `file ${number}`),
  }
}

type Row = Readonly<Record<'path' | 'uid' | 'sha256' | 'patientId' | 'birthDate' | 'name' | 'state', string>> & {
  readonly score: number
}

/** A score that only this file's bytes have. */
const scoreOf = (sha256: string) => Number.parseInt(sha256.slice(0, 8), 16) / 0xffffffff

it('results and patients stay with their own images, however imports run into each other (goal C10)', async () => {
  using scene = storeScene()
  const { store } = scene
  const random = seededRandom(Number(process.env['FIRSTLOOK_SEED'] ?? 1))
  const pick = (size: number) => random.integer() % size
  await installTiny(store)
  const scans = Array.from({ length: count }, (_, i) => makeScan(i, random))
  const byPath = new Map(scans.map((scan) => [scan.path, scan]))
  const ids = Array.from({ length: jobs }, (_, i) =>
    createJob(store, { kind: 'import', sources: [`/in${i}`], copy: 'automatic', analyse: true }),
  )
  ids.forEach((id, job) =>
    addItems(
      store,
      id,
      scans
        .filter((_, i) => i % jobs === job)
        .map(({ path = '' }) => ({ kind: 'found', displayPath: path, ...placeOf(path) })),
    ),
  )

  const read: { readonly jobId: number; readonly items: readonly Item[] }[] = []
  const judged: SavedImage[][] = []
  const index = ({ itemId, location, identity }: Item): Indexed => {
    const scan = byPath.get(String(location['path']))
    if (!scan) throw new Error('a file of nobody')
    return { itemId, kind: 'image', header: toHeader(scan), location, identity, copied: true, sha256: scan.sha256 }
  }
  for (let idle = 0; idle < 20;) {
    const [before, doing] = [read.length + judged.length, pick(4)]
    if (doing === 0) {
      const jobId = ids[pick(jobs)] ?? 0
      const items = claimItems(store, jobId, 1 + pick(40))
      if (items.length > 0) read.push({ jobId, items })
    } else if (doing === 1 && read.length > 0) {
      const [batch] = read.splice(pick(read.length), 1)
      if (!batch) continue
      for (const settled of saveIndexed(store, batch.jobId, batch.items.map(index))) {
        if ('outcome' in settled) continue
        const item = batch.items.find(({ itemId }) => itemId === settled.itemId)
        const existing = byPath.get(String(settled.compareWith.location['path']))
        const mine = byPath.get(String(item?.location['path']))
        const [newSha256, existingSha256] = [mine?.sha256 ?? '', existing?.sha256 ?? '']
        settleCollision(store, batch.jobId, settled.itemId, { newSha256, existingSha256, samePixels: false })
      }
    } else if (doing === 2) {
      const images = claimAnalyses(store, 1 + pick(30)).map(({ imageId, location, frame, models }) => {
        const { sha256 } = byPath.get(String(location['path'])) ?? { sha256: '' }
        const analyses = models.map((model) => {
          const score = scoreOf(sha256)
          const done = toDone({ bright: score, dark: 1 - score }, model.sha256, imageId, frame)
          const provenance = { ...done.provenance, inputSha256: sha256 }
          return { analysisId: model.analysisId, imageId, analysis: { ...done, provenance } }
        })
        return { imageId, sha256, pixelSha256: sha256, analyses }
      })
      if (images.length > 0) judged.push(images)
    } else if (judged.length > 0) {
      const [images] = judged.splice(pick(judged.length), 1)
      if (images) saveAnalyses(store, images)
    }
    idle = before + read.length + judged.length === 0 ? idle + 1 : 0
  }

  const rows = store.db
    .prepare(
      `SELECT i.display_path AS path, i.sop_instance_uid AS uid, i.sha256, s.study_instance_uid AS study, p.patient_id AS patientId,
         p.birth_date AS birthDate, p.name, json_extract(a.scores, '$[0].score') AS score, a.state
       FROM images i JOIN studies s ON s.id = i.study_id JOIN patients p ON p.id = s.patient_id
       JOIN analyses a ON a.image_id = i.id AND a.replaced = 0`,
    )
    .all() as Row[]
  const wrong = rows.filter((row) => {
    const scan = byPath.get(row.path)
    return (
      scan?.uid !== row.uid ||
      scan.sha256 !== row.sha256 ||
      scan.patientId !== row.patientId ||
      scan.birthDate !== row.birthDate ||
      row.state !== 'done' ||
      row.score !== scoreOf(scan.sha256)
    )
  })
  expect(wrong).toEqual([])
  expect(rows).toHaveLength(count)
})

const placeOf = (path: string) => ({
  location: { kind: 'file', path },
  identity: { bytes: 100, modifiedMs: 5, inode: path },
})
