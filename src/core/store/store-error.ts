import type { ErrorKind } from '#shared/errors.ts'
import { TriageError, isTriageError } from '#shared/errors.ts'

/** What SQLite's result codes mean to a person, by the beginning of the code. The message of SQLite itself may quote data and is left out. */
const meanings: readonly (readonly [prefix: string, kind: ErrorKind, message: string])[] = [
  [
    'SQLITE_BUSY',
    'data-folder-in-use',
    'Expected the data folder for this program alone; another instance has it open.',
  ],
  [
    'SQLITE_LOCKED',
    'data-folder-in-use',
    'Expected the data folder for this program alone; another instance has it open.',
  ],
  [
    'SQLITE_PROTOCOL',
    'data-folder-in-use',
    'Expected the data folder for this program alone; another instance has it open.',
  ],
  ['SQLITE_FULL', 'disk-full', 'Expected free space on the drive of the data folder; there is none left.'],
  [
    'SQLITE_NOTADB',
    'damaged-store',
    'Expected a Firstlook database; the file is something else. It was left as it is: restore a backup.',
  ],
  [
    'SQLITE_CORRUPT',
    'damaged-store',
    'Expected an intact database; it is damaged. It was left as it is: restore a backup.',
  ],
  ['SQLITE_READONLY', 'permission', 'Expected a data folder that may be written; it is read-only.'],
  ['SQLITE_CANTOPEN', 'permission', 'Expected a database that can be opened; the data folder is missing or read-only.'],
  ['SQLITE_PERM', 'permission', 'Expected permission to open the database; the system refused.'],
  ['SQLITE_IOERR', 'missing', 'Expected the drive of the data folder to answer; reading or writing it failed.'],
]

/** An error of the database as an expected failure; a broken constraint or statement is a bug and stays one. */
export function toStoreError(error: unknown): unknown {
  if (isTriageError(error)) return error
  const code = error instanceof Error && 'code' in error ? String(error.code) : ''
  const meaning = meanings.find(([prefix]) => code.startsWith(prefix))
  if (meaning) return new TriageError(meaning[1], meaning[2], 'store', { cause: error })
  if (code === 'ENOSPC')
    return new TriageError(
      'disk-full',
      'Expected free space on the drive of the data folder; there is none left.',
      'store',
      { cause: error },
    )
  const isSpoilt = error instanceof SyntaxError || (error instanceof Error && error.message === 'malformed JSON')
  if (isSpoilt) return new TriageError('damaged-store', spoilt, 'store', { cause: error })
  return error
}

const spoilt = 'Expected a row as it was written; it has changed since. "store check" says which.'
