import { TriageError, type ErrorKind, type Stage } from '#shared/errors.ts'

const sentences: Readonly<Record<string, readonly [ErrorKind, string]>> = {
  ENOENT: ['missing', 'Expected a file or folder here; there is none.'],
  ENOTDIR: ['missing', 'Expected a file or folder here; there is none.'],
  ENODEV: ['missing', 'Expected a file or folder here; its drive is not there.'],
  ENXIO: ['missing', 'Expected a file or folder here; its drive is not there.'],
  ESTALE: ['missing', 'Expected a file or folder here; the network drive has lost it.'],
  EHOSTDOWN: ['missing', 'Expected a file or folder here; the network drive does not answer.'],
  ETIMEDOUT: ['missing', 'Expected a file or folder here; the network drive does not answer.'],
  EIO: ['truncated', 'Expected the whole file; its drive could not read all of it.'],
  EACCES: ['permission', 'Expected to be allowed to read this; the system refused.'],
  EPERM: ['permission', 'Expected to be allowed to read this; the system refused.'],
  EBUSY: ['permission', 'Expected to be able to read this; another program holds it.'],
  ELOOP: ['path-escape', 'Expected a file; found a symbolic link, which is not followed.'],
  ENAMETOOLONG: ['limit', 'Expected a path that the system can open; this one is too long.'],
  ENOSPC: ['disk-full', 'Expected room on the drive of the data folder; it is full.'],
  EDQUOT: ['disk-full', 'Expected room on the drive of the data folder; the quota is used up.'],
  EROFS: ['permission', 'Expected a data folder that can be written; its drive is read-only.'],
}

/** The expected failure that a refusal of the file system stands for; anything else is a bug and is thrown on. */
export function toFileFailure(error: unknown, stage: Stage): TriageError {
  if (error instanceof TriageError) return error
  const code = error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : ''
  const known = sentences[code]
  if (!known) throw error
  return new TriageError(known[0], known[1], stage, { cause: error })
}
