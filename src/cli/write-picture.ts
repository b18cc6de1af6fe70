import { writeFile } from 'node:fs/promises'
import { TriageError } from '#shared/errors.ts'

/** Writes a picture for its user alone; a place that cannot be written is refused. */
export async function writePicture(path: string, png: Uint8Array): Promise<void> {
  try {
    await writeFile(path, png, { mode: 0o600 })
  } catch (cause) {
    const refused = (cause as NodeJS.ErrnoException).code === 'EACCES'
    throw new TriageError(
      refused ? 'permission' : 'bad-argument',
      'Expected a place where a picture can be written; this one cannot.',
      'export',
      { cause },
    )
  }
}
