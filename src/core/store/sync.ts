import { closeSync, fsyncSync, openSync } from 'node:fs'

/** Makes the names in a folder durable. Windows does it with the rename and refuses to open folders. */
export function syncFolder(path: string): void {
  if (process.platform !== 'win32') syncPath(path, 'r')
}

/** Makes the bytes of a file durable. */
export function syncFile(path: string): void {
  syncPath(path, 'r+')
}

function syncPath(path: string, flags: string): void {
  const file = openSync(path, flags)
  try {
    fsyncSync(file)
  } finally {
    closeSync(file)
  }
}
