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
  const isModel = (path: string): boolean => path.toLowerCase().endsWith('.onnx')
  for (const path of paths.filter(isModel)) await propose(shell, path)
  const sources = paths.filter((path) => path !== '' && !isModel(path))
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
