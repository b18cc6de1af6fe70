/**
 * Imports scans with the real worker processes and writes down, line by line, what the store has said was done:
 * `node bench/power-cuts/acknowledge-import.ts SCANS DATA-FOLDER ACKNOWLEDGED`. Run under strace by `record-import.ts`.
 */
import { openSync, writeSync } from 'node:fs'
import { installModels, runJob, startEngine, type Engine } from '#engine/broker/index.ts'
import { spawnHost } from '#engine/supervisor/index.ts'
import type { Acknowledged } from './acknowledged.ts'

const [scans = '', dataFolder = '', acknowledged = ''] = process.argv.slice(2)
process.umask(0o077)
const lines = openSync(acknowledged, 'w')
const acknowledge = (what: Acknowledged): void => void writeSync(lines, `${JSON.stringify(what)}\n`)

/** The store's client, each of whose promises is written down as it is kept. */
function noting(store: Engine['store']): Engine['store'] {
  return new Proxy(store, {
    get(target, name: keyof Engine['store']) {
      switch (name) {
        case 'saveIndexed':
          return async (input: Parameters<Engine['store']['saveIndexed']>[0]) => {
            const settled = await target.saveIndexed(input)
            for (const one of settled) if ('outcome' in one) acknowledge({ item: one.itemId, outcome: one.outcome })
            return settled
          }
        case 'settleCollision':
          return async (input: Parameters<Engine['store']['settleCollision']>[0]) => {
            const settled = await target.settleCollision(input)
            if ('outcome' in settled) acknowledge({ item: settled.itemId, outcome: settled.outcome })
            return settled
          }
        case 'saveAnalyses':
          return async (input: Parameters<Engine['store']['saveAnalyses']>[0]) => {
            await target.saveAnalyses(input)
            for (const { analyses } of input.images) {
              for (const { analysisId, analysis } of analyses)
                acknowledge({ analysis: analysisId, state: analysis.state })
            }
          }
        default:
          return target[name]
      }
    },
  })
}

const started = startEngine({ host: spawnHost(), dataFolder, appVersion: '0', door: 'cli', decodeWorkers: 2 })
const engine: Engine = { ...started, store: noting(started.store) }
try {
  await installModels(engine, dataFolder)
  const { jobId } = await engine.store.createJob({
    kind: 'import',
    sources: [scans],
    copy: 'always',
    analyse: true,
    models: ['tiny'],
  })
  acknowledge({ job: jobId })
  await runJob(engine, jobId, new AbortController().signal)
} finally {
  await engine.close()
}
