import { lstat, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { TriageError } from '#shared/errors.ts'
import { limits } from '#shared/limits.ts'
import { goldenSchema, type Golden } from '#shared/manifest.ts'

/** The parity file of a model's folder; undefined where it brings none. Refuses with `bad-model` what does not parse. */
export async function readGolden(folder: string): Promise<Golden | undefined> {
  const path = join(folder, 'golden.json')
  const info = await lstat(path).catch(() => undefined)
  if (info === undefined) return undefined
  if (!info.isFile() || info.size > limits.model.sidecarBytes)
    throw new TriageError('bad-model', 'golden.json is no file of a readable size.', 'run')
  const parsed = goldenSchema.safeParse(parse(await readFile(path, 'utf8')))
  if (parsed.success) return parsed.data
  const [issue] = parsed.error.issues
  throw new TriageError('bad-model', `golden.json: ${issue?.path.join('.') ?? ''}: ${issue?.message ?? ''}`, 'run')
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    throw new TriageError('bad-model', 'golden.json is not JSON.', 'run')
  }
}
