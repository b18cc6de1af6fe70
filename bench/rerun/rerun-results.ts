import { writeFileSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { judgeOne } from '#core/pipeline.ts'
import { openStore } from '#core/store/index.ts'
import { groupOfStudy, thresholdsInUse } from '#core/triage/index.ts'
import { bindPorts, installModels, runJob, startEngine } from '#engine/broker/index.ts'
import { spawnHost } from '#engine/supervisor/index.ts'
import { writeChestPhantom } from '#fixtures/write-chest-phantom.ts'

export type Rerun = { readonly results: number; readonly different: readonly string[] }

type Stored = { readonly frame: number; readonly location: string; readonly sha256: string; readonly scores: string }

const startIn = (dataFolder: string) =>
  startEngine({ host: spawnHost(), dataFolder, appVersion: '0', door: 'cli', decodeWorkers: 2 })

/** Judges phantoms by the shipped models, then each stored result's input anew, in new processes; names the results that differ by a bit. */
export async function rerunResults(folder: string, images: number, seed: number): Promise<Rerun> {
  const [scans, dataFolder] = [join(folder, 'scans'), join(folder, 'data')]
  mkdirSync(scans, { recursive: true })
  for (let i = 0; i < images; i += 1) {
    const opacities = i % 2 === 0 ? [{ side: 'right', zone: 'lower' } as const] : []
    writeFileSync(join(scans, `${i}.dcm`), writeChestPhantom({ seed: seed + i, rows: 320, columns: 320, opacities }))
  }
  await importInto(dataFolder, scans)
  const stored = readResults(dataFolder)
  const engine = startIn(dataFolder)
  const different: string[] = []
  try {
    await installModels(engine, dataFolder)
    const models = await engine.store.modelsInUse({ models: undefined })
    const ports = bindPorts(engine, await engine.store.settings())
    for (const { location, frame, sha256, scores } of stored) {
      const wanted = models.filter((model) => model.version.sha256 === sha256)
      const file = { location: JSON.parse(location) as Record<string, unknown>, frame }
      // A gate is asked again too, as it was then.
      const gates = models.filter(({ manifest }) => wanted.some((model) => model.manifest.gate === manifest.id))
      const again = await judgeOne(ports, file, [...gates, ...wanted])
      const analysis = again.find(({ model }) => model.version.sha256 === sha256)?.analysis
      const now = analysis?.state === 'done' ? JSON.stringify(analysis.scores) : analysis?.state
      if (now !== scores) different.push(`${sha256.slice(0, 8)}: ${scores} was, ${now} is`)
    }
  } finally {
    await engine.close()
  }
  return { results: stored.length, different }
}

async function importInto(dataFolder: string, scans: string): Promise<void> {
  const engine = startIn(dataFolder)
  try {
    await installModels(engine, dataFolder)
    const job = { kind: 'import', sources: [scans], copy: 'always', analyse: true } as const
    const { jobId } = await engine.store.createJob(job)
    await runJob(engine, jobId, new AbortController().signal)
  } finally {
    await engine.close()
  }
}

function readResults(dataFolder: string): readonly Stored[] {
  const store = openStore({
    dataFolder,
    database: join(dataFolder, 'firstlook.sqlite'),
    auditHead: join(dataFolder, 'audit-head.json'),
    onNetworkDrive: false,
    rules: { groupOfStudy, thresholdsInUse },
    now: () => new Date(),
    door: 'bench',
  })
  const rows = store.db
    .prepare(
      `SELECT a.frame, i.location, a.model_sha256 AS sha256, a.scores FROM analyses a JOIN images i ON i.id = a.image_id
       WHERE a.state = 'done' AND a.replaced = 0 ORDER BY a.id`,
    )
    .all() as Stored[]
  store.close()
  return rows
}
