import { readdir, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { toDataFolder, toObjectPath } from '#core/intake/index.ts'

/** Removes a deleted study's copied originals and previews; gives their bytes. What cannot be removed goes at the next start. */
export async function removeDerived(
  dataFolder: string,
  deleted: { readonly imageIds: readonly number[]; readonly objects: readonly { readonly sha256: string }[] },
): Promise<number> {
  const { previews } = toDataFolder(dataFolder)
  const ids = new Set(deleted.imageIds.map(String))
  const names = await readdir(previews).catch(() => [])
  const own = names.filter((name) => ids.has(/^\d+/.exec(name)?.[0] ?? ''))
  const paths = [
    ...deleted.objects.map(({ sha256 }) => toObjectPath(dataFolder, sha256)),
    ...own.map((name) => join(previews, name)),
  ]
  let bytes = 0
  for (const path of paths) {
    const size = await stat(path).then(
      (found) => found.size,
      () => 0,
    )
    await rm(path, { force: true, recursive: true }).then(
      () => (bytes += size),
      () => undefined,
    )
  }
  return bytes
}
