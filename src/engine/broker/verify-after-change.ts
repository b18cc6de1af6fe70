import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { isTriageError } from '#shared/errors.ts'
import type { Verification } from '#shared/models.ts'
import { driverStamp } from './driver-stamp.ts'
import type { Engine } from './start-engine.ts'
import { verifyModel } from './verify-model.ts'

/**
 * Where the runtime or a driver is another than when the models were last found to agree with their training frameworks, checks every
 * installed model on its own images and gives those that differ, until they agree again. Gives nothing where nothing changed.
 */
export async function verifyAfterChange(engine: Engine, dataFolder: string): Promise<readonly Verification[]> {
  const [runtimeVersion, providers] = await Promise.all([engine.infer.runtimeVersion(), engine.infer.providers()])
  const stamp = await driverStamp(runtimeVersion, providers)
  const place = join(dataFolder, 'verified-on')
  if ((await readFile(place, 'utf8').catch(() => '')) === stamp) return []
  const [{ device }, models] = await Promise.all([engine.store.settings(), engine.store.modelList()])
  const differing: Verification[] = []
  let unchecked = 0
  for (const { manifest, state } of models) {
    if (state === 'unusable' || state === 'disabled') continue
    const version = { modelId: manifest.id, sha256: manifest.file.sha256 }
    try {
      const found = await verifyModel(engine, version, { device: device === 'cpu' ? 'cpu' : 'auto', quick: true })
      if (!found.passed) differing.push(found)
    } catch (error) {
      if (!isTriageError(error)) throw error
      // A process that died or was busy for too long says nothing of the numbers: the next start tries again.
      if (error.kind !== 'bad-output' && error.kind !== 'bad-model') unchecked += 1
      else differing.push({ id: manifest.id, version: manifest.version, passed: false, cases: 0, differs: 'run' })
    }
  }
  if (differing.length + unchecked === 0) await writeFile(place, stamp, { mode: 0o600 })
  return differing
}
