import { join } from 'node:path'
import type { Manifest } from '#shared/manifest.ts'

/** A model version in its own folder: `model.json`, the graph, its external weights and perhaps a card. */
export type ModelFolder = {
  readonly path: string
  readonly manifest: Manifest
  /** Text of CARD.md; empty when there is none. */
  readonly card: string
}

/** Path of the graph. */
export function modelFile(folder: ModelFolder): string {
  return join(folder.path, folder.manifest.file.name)
}
