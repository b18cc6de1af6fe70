import { hash } from 'node:crypto'
import {
  claimAnalyses,
  createJob,
  saveAnalyses,
  addItems,
  claimItems,
  saveIndexed,
  type Store,
} from '#core/store/index.ts'
import { registerModels } from '#core/store/index.ts'
import { toDone, toHeader } from '#fixtures/store-scene.ts'
import { tinyManifest } from '#fixtures/tiny-model.ts'

const labels = [
  'opacity',
  'effusion',
  'cardiomegaly',
  'pneumothorax',
  'nodule',
  'mass',
  'fracture',
  'edema',
  'hernia',
  'device',
]

/** Fills a store by its own functions with studies of one image, ten findings or none each, so that ten in eleven are not flagged. */
export function fillList(store: Store, studies: number): void {
  const point = { value: 0.5, origin: 'author' as const, basis: 'made up' }
  const label = { explanation: '', hidden: false, flags: true }
  const manifest = tinyManifest(Buffer.from('bench'), {
    id: 'bench',
    labels: labels.map((name) => ({ ...label, name })),
    thresholds: Object.fromEntries(labels.map((name) => [name, { default: point }])),
  })
  void registerModels(store, [{ manifest, folder: '/bench', card: '', bundled: true }])
  const jobId = createJob(store, { kind: 'import', sources: ['/bench'], copy: 'never', analyse: true })
  const batch = 2_000
  for (let from = 0; from < studies; from += batch) {
    const numbers = Array.from({ length: Math.min(batch, studies - from) }, (_, i) => from + i)
    const path = (n: number) => `/bench/${n}.dcm`
    addItems(
      store,
      jobId,
      numbers.map((n) => ({
        kind: 'found',
        displayPath: path(n),
        location: { kind: 'file', path: path(n) },
        identity: { bytes: 500_000, modifiedMs: n, inode: `1:${n}` },
      })),
    )
    const results = claimItems(store, jobId, batch).map(({ itemId, location, identity }, i) => {
      const n = numbers[i] ?? 0
      const header = toHeader({
        uid: `1.2.826.0.1.${n}`,
        study: `1.2.826.0.2.${n}`,
        patientId: `PID${String(Math.floor(n / 2)).padStart(7, '0')}`,
        name: `PHANTOM^${(n * 7919) % 5_000}`,
        accession: `ACC${n}`,
        description: n % 10 === 0 ? 'Thorax p.a.' : n % 5_000 === 1 ? 'Zebra' : 'Chest PA',
        acquiredAt: new Date(1.6e12 + ((n * 7_907_693) % 1.5e8) * 1_000).toISOString().slice(0, 19),
      })
      return { itemId, kind: 'image' as const, header, location, identity, copied: false }
    })
    saveIndexed(store, jobId, results)
    const tasks = claimAnalyses(store, batch)
    saveAnalyses(
      store,
      tasks.map(({ imageId, models }) => ({
        imageId,
        sha256: hash('sha256', String(imageId)),
        pixelSha256: hash('sha256', `p${imageId}`),
        analyses: models.map(({ analysisId, sha256 }) => ({
          analysisId,
          imageId,
          analysis: toDone(
            Object.fromEntries(labels.map((name, i) => [name, 0.5 + ((imageId * 37 + i * 11) % 500) / 1_000])),
            sha256,
            imageId,
          ),
        })),
      })),
    )
  }
}
