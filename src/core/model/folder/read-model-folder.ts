import { constants, createReadStream } from 'node:fs'
import { lstat, open, readFile } from 'node:fs/promises'
import { createHash } from 'node:crypto'
import { join } from 'node:path'
import { TriageError } from '#shared/errors.ts'
import { limits } from '#shared/limits.ts'
import { manifestSchema, type Manifest } from '#shared/manifest.ts'
import type { ModelFolder } from './model-folder.ts'

/**
 * Reads a model's folder: its manifest by the schema, and every file it names against size and SHA-256. Refuses with
 * `bad-model` a manifest that does not parse, a file that is missing, not a regular file or not the one described.
 */
export async function readModelFolder(path: string): Promise<ModelFolder> {
  const manifest = parseManifest(await readText(path, 'model.json'))
  const { name, sha256, bytes, externalData } = manifest.file
  for (const file of [{ name, sha256, bytes }, ...externalData]) await verifyFile(path, file)
  const card = await readText(path, 'CARD.md').catch(() => '')
  return { path, manifest, card }
}

/** A manifest from the text of `model.json`; refuses what the schema does, naming the first field. */
export function parseManifest(text: string): Manifest {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch (cause) {
    throw new TriageError('bad-model', 'model.json is not JSON.', 'run', { cause })
  }
  const parsed = manifestSchema.safeParse(value)
  if (parsed.success) return parsed.data
  const [issue] = parsed.error.issues
  throw new TriageError('bad-model', `model.json: ${issue?.path.join('.') ?? ''}: ${issue?.message ?? ''}`, 'run')
}

async function readText(folder: string, name: string): Promise<string> {
  const info = await lstat(join(folder, name)).catch(() => undefined)
  if (!info?.isFile()) throw new TriageError('bad-model', `The model's folder has no ${name}.`, 'run')
  if (info.size > limits.model.sidecarBytes) {
    throw new TriageError('bad-model', `${name} is larger than ${limits.model.sidecarBytes} bytes.`, 'run')
  }
  return readFile(join(folder, name), 'utf8')
}

async function verifyFile(folder: string, file: { name: string; sha256: string; bytes: number }): Promise<void> {
  const path = join(folder, file.name)
  const info = await lstat(path).catch(() => undefined)
  if (!info?.isFile()) throw new TriageError('bad-model', `The model's file ${file.name} is missing.`, 'run')
  if (info.size !== file.bytes || (await hashFile(path)) !== file.sha256) {
    throw new TriageError('bad-model', `${file.name} is not the file that model.json describes.`, 'run')
  }
}

/** SHA-256 of a file, hex; a symbolic link at the end of the path is not followed. */
export async function hashFile(path: string): Promise<string> {
  const handle = await open(path, constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0))
  const hash = createHash('sha256')
  for await (const chunk of createReadStream('', { fd: handle })) hash.update(chunk as Uint8Array)
  return hash.digest('hex')
}
