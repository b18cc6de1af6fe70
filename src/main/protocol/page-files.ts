import { readdir, readFile } from 'node:fs/promises'
import { extname, join, relative, sep } from 'node:path'

/** A file of the built window, read once at start. */
export type PageFile = { readonly bytes: Uint8Array<ArrayBuffer>; readonly type: string }

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.woff2': 'font/woff2',
}

/**
 * The built window as a table from URL path to bytes. What is not in the table does not exist, so that no request can
 * name a file, and a file that is swapped after the start changes nothing. Links and unknown types are left out.
 */
export async function readPageFiles(folder: string): Promise<ReadonlyMap<string, PageFile>> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  const files = await Promise.all(
    entries
      .filter((entry) => entry.isFile() && types[extname(entry.name)] !== undefined)
      .map(async (entry) => {
        const path = join(entry.parentPath, entry.name)
        const bytes = new Uint8Array(await readFile(path))
        const type = types[extname(entry.name)] ?? ''
        return [`/${relative(folder, path).split(sep).join('/')}`, { bytes, type }] as const
      }),
  )
  return new Map(files)
}
