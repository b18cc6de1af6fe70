import { addedModels, type Engine, startEngine } from '#engine/broker/index.ts'
import { spawnHost } from '#engine/supervisor/index.ts'
import { dataFolder } from './data-folder.ts'
import type { CommonOptions } from './common-options.ts'
import { appVersion } from './version.ts'

export type OpenedEngine = Engine & { readonly dataFolder: string; readonly addedModels: string }

/** Runs `work` with the worker processes of a command, and ends them whatever happens. */
export async function withEngine<T>(
  options: CommonOptions & { readonly workers?: number | undefined },
  work: (engine: OpenedEngine) => Promise<T>,
): Promise<T> {
  const folder = dataFolder(options.dataDir)
  const engine = startEngine({
    host: spawnHost(),
    dataFolder: folder,
    appVersion,
    door: 'cli',
    decodeWorkers: options.workers,
    onBug: (role, message) => process.stderr.write(`${role}: ${message}\n`),
  })
  const opened = { ...engine, dataFolder: folder, addedModels: addedModels(folder) }
  try {
    return await work(opened)
  } finally {
    await engine.close()
  }
}
