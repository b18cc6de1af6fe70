/**
 * Taking in DICOM files beside Orthanc, in the same run: `npx node bench/intake.ts [--files 5000] [--seed 1] [--folder DIR]`.
 * Files of 0.5 MB are written first (or found in DIR) and read once, so that both read them from memory. Orthanc has its
 * default settings and takes them by REST over loopback on four connections; Firstlook runs its worker processes, once
 * only indexing, once copying durably. Process starts are left out on both sides. Needs Debian's `orthanc`.
 */
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { runJob, startEngine } from '#engine/broker/index.ts'
import { spawnHost } from '#engine/supervisor/index.ts'
import { scratchFolder } from '#fixtures/scratch-folder.ts'
import { startOrthanc } from './intake/orthanc.ts'
import { writeScans } from './intake/write-scans.ts'

const { values } = parseArgs({
  options: {
    files: { type: 'string', default: '5000' },
    seed: { type: 'string', default: '1' },
    folder: { type: 'string' },
    rounds: { type: 'string', default: '1' },
  },
})
const files = Number(values.files)
using scratch = scratchFolder()
const scans = values.folder ?? scratch.at('scans')
mkdirSync(scans, { recursive: true })
if (readdirSync(scans).length === 0) writeScans(scans, files, Number(values.seed))
const paths = readdirSync(scans, { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile())
  .map((entry) => join(entry.parentPath, entry.name))
const bytes = paths.reduce((sum, path) => sum + readFileSync(path).length, 0)
console.log(`${paths.length} files, ${Math.round(bytes / 1e6)} MB`)

for (let round = 0; round < Number(values.rounds); round += 1) {
  const orthanc = await timeOrthanc(round)
  const indexed = await timeFirstlook(`index-${round}`, 'never')
  const copied = await timeFirstlook(`copy-${round}`, 'always')
  const rate = (seconds: number) => Math.round(paths.length / seconds)
  console.log(`Orthanc: ${rate(orthanc)} files/s`)
  console.log(`Firstlook, indexed: ${rate(indexed)} files/s, ${(orthanc / indexed).toFixed(1)} × Orthanc (goal 5)`)
  console.log(
    `Firstlook, copied durably: ${rate(copied)} files/s, ${(orthanc / copied).toFixed(1)} × Orthanc (goal 1.5)`,
  )
}

async function timeOrthanc(round: number): Promise<number> {
  const orthanc = await startOrthanc(scratch.at(`orthanc-${round}`))
  try {
    const start = performance.now()
    await orthanc.send(paths, 4)
    return (performance.now() - start) / 1_000
  } finally {
    await orthanc.stop()
  }
}

async function timeFirstlook(name: string, copy: 'never' | 'always'): Promise<number> {
  const dataFolder = scratch.at(name)
  if (!existsSync(dataFolder)) mkdirSync(dataFolder)
  const engine = startEngine({ host: spawnHost(), dataFolder, appVersion: 'bench', door: 'cli' })
  try {
    await engine.warmUp()
    const start = performance.now()
    const { jobId } = await engine.store.createJob({ kind: 'import', sources: [scans], copy, analyse: false })
    const job = await runJob(engine, jobId, new AbortController().signal)
    const seconds = (performance.now() - start) / 1_000
    if (job.state !== 'done' || job.counts.imported !== paths.length) {
      throw new Error(`${job.counts.imported} of ${paths.length} files came in; the job is ${job.state}`)
    }
    writeFileSync(scratch.at(`${name}.json`), JSON.stringify(job))
    return seconds
  } finally {
    await engine.close()
  }
}
