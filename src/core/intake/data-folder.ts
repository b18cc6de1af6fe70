import { chmod, mkdir, statfs } from 'node:fs/promises'
import { join } from 'node:path'
import { TriageError } from '#shared/errors.ts'
import { toFileFailure } from './file-failure.ts'

/** Where things lie in the data folder. Folders have mode 0700 and files 0600: they are one person's. */
export type DataFolder = {
  readonly root: string
  readonly database: string
  /** Copied originals by SHA-256: `objects/ab/cdef…`. */
  readonly objects: string
  readonly models: string
  readonly previews: string
  /** Unfinished writes; emptied at start. On the same drive as `objects`, so that a rename is enough. */
  readonly temp: string
  readonly keys: string
  /** Count and hash of the audit chain's last record, outside the database. */
  readonly auditHead: string
  readonly lock: string
}

export const folderMode = 0o700
export const fileMode = 0o600

/** The layout of the data folder at a path; touches nothing. */
export function toDataFolder(root: string): DataFolder {
  return {
    root,
    database: join(root, 'firstlook.sqlite'),
    objects: join(root, 'objects'),
    models: join(root, 'models'),
    previews: join(root, 'previews'),
    temp: join(root, 'temp'),
    keys: join(root, 'keys'),
    auditHead: join(root, 'audit-head.json'),
    lock: join(root, 'lock'),
  }
}

/** Makes what is missing of the data folder and closes it to others. Refuses a place that cannot be written. */
export async function ensureDataFolder(root: string): Promise<DataFolder> {
  const folder = toDataFolder(root)
  try {
    for (const path of [root, folder.objects, folder.models, folder.previews, folder.temp, folder.keys]) {
      await mkdir(path, { recursive: true, mode: folderMode })
      await chmod(path, folderMode)
    }
  } catch (error) {
    if (isOccupied(error)) {
      throw new TriageError('bad-argument', 'Expected a folder for the data; found a file.', 'store', { cause: error })
    }
    throw toFileFailure(error, 'store')
  }
  return folder
}

/** `mkdir` with `recursive` refuses an existing path only where it is no folder. */
const isOccupied = (error: unknown): boolean => error instanceof Error && 'code' in error && error.code === 'EEXIST'

/** Bytes that this user may still write on the drive of a path. */
export async function freeBytes(path: string): Promise<number> {
  try {
    const drive = await statfs(path)
    return drive.bavail * drive.bsize
  } catch (error) {
    throw toFileFailure(error, 'store')
  }
}

/** File system types of network drives on Linux (statfs(2)): NFS, SMB, SMB2, CIFS, AFS, Ceph, 9P, FUSE. */
const networkTypes = new Set([
  0x6969, 0x517b, 0xfe534d42, 0xff534d42, 0x5346414f, 0x6b414653, 0x00c36400, 0x01021997, 0x65735546,
])

/** Whether a path lies on a network drive, as far as the system tells: a database there is not safe in WAL mode. */
export async function isNetworkDrive(path: string): Promise<boolean> {
  if (process.platform === 'win32') return /^[\\/]{2}[^?.]/.test(path)
  if (process.platform !== 'linux') return false
  const drive = await statfs(path)
  return networkTypes.has(drive.type >>> 0)
}
