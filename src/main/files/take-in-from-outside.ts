import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { addedModels } from '#engine/broker/index.ts'
import type { Shell } from '#main/shell.ts'
import { isTriageError } from '#shared/errors.ts'

/**
 * Takes in files that came from outside the window's dialogs: dropped on it, handed over by the desktop or by a second
 * start. A model is proposed to the window; everything else is one import, of which the window is told.
 */
export async function takeInFromOutside(
  shell: Shell,
  paths: readonly string[],
): Promise<{ jobId: number } | undefined> {
  const models = new Set<string>()
  for (const path of paths) if (await isModel(path)) models.add(path)
  for (const path of models) await propose(shell, path)
  // Weights that were dropped beside their graph came in with it.
  const isWeights = (path: string): boolean => models.size > 0 && /\.onnx[._]data$/i.test(path)
  const sources = paths.filter((path) => path !== '' && !models.has(path) && !isWeights(path))
  if (sources.length === 0) return undefined
  const started = await shell.takeIn(sources, undefined)
  shell.tell('intake:started', started)
  return started
}

async function propose({ engine, dataFolder, tell }: Shell, path: string): Promise<void> {
  try {
    tell('model:dropped', await engine.infer.propose({ path, into: addedModels(dataFolder) }))
  } catch (error) {
    if (!isTriageError(error)) throw error
    tell('model:refused', error.toFailure())
  }
}

/** A graph, or a folder with one where a model's folder has it: no scans come with an ONNX file among them. */
async function isModel(path: string): Promise<boolean> {
  if (path.toLowerCase().endsWith('.onnx')) return true
  for (const place of [path, join(path, 'onnx'), join(path, 'models')]) {
    const names = await readdir(place).catch(() => [])
    if (names.some((name) => name.toLowerCase().endsWith('.onnx'))) return true
  }
  return false
}
