import { lstat, mkdir, open, readFile, readdir, rename, rm, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { TriageError } from '#shared/errors.ts'
import type { Evidence, Manifest } from '#shared/manifest.ts'
import { listModelFolders } from '#core/model/folder/list-model-folders.ts'
import type { ModelFolder } from '#core/model/folder/model-folder.ts'
import { parseManifest, readModelFolder } from '#core/model/folder/read-model-folder.ts'
import { proposalFolder, toDiskFailure } from './stage-model.ts'

/** Keeps a proposed manifest with the staged files, so that what a person changes of it can be told. */
export async function keepProposal(folder: string, manifest: Manifest): Promise<void> {
  await writeFile(join(folder, 'model.json'), `${JSON.stringify(manifest, undefined, 2)}\n`, { mode: 0o600 })
}

/** A proposal with a manifest that a person may have changed, for trying it: nothing is written. The staged files stay as they are. */
export async function openProposal(root: string, proposalId: string, manifest: Manifest): Promise<ModelFolder> {
  const path = proposalFolder(root, proposalId)
  const proposed = await readProposal(path)
  return { path, manifest: { ...manifest, file: proposed.file }, card: '' }
}

async function readProposal(folder: string): Promise<Manifest> {
  const text = await readFile(join(folder, 'model.json'), 'utf8').catch(() => undefined)
  if (text !== undefined) return parseManifest(text)
  throw new TriageError(
    'not-found',
    'Expected a proposal that is still open; this one is gone. Add the model again.',
    'run',
  )
}

/**
 * Puts the manifest that a person settled on into a proposal's folder, with each changed field as evidence, and gives the folder.
 * The files stay those that were staged: a manifest that names others is refused.
 */
export async function settleProposal(root: string, proposalId: string, manifest: Manifest): Promise<ModelFolder> {
  const folder = proposalFolder(root, proposalId)
  const proposed = await readProposal(folder)
  const settled = { ...manifest, file: proposed.file }
  await keepProposal(folder, { ...settled, evidence: [...settled.evidence, ...changesBetween(proposed, settled)] })
  return readModelFolder(folder)
}

/** Moves a settled proposal to its place, named by id and hash. Refuses with `conflict` a version that is there already. */
export async function installModel(root: string, proposalId: string): Promise<ModelFolder> {
  const folder = proposalFolder(root, proposalId)
  const { manifest } = await readModelFolder(folder)
  const { models } = await listModelFolders(root)
  const same = models.find((model) => model.manifest.file.sha256 === manifest.file.sha256)
  if (same !== undefined) {
    throw new TriageError(
      'conflict',
      `This model version is installed already, as ${same.manifest.id}. Remove it first to describe it anew.`,
      'run',
    )
  }
  const place = join(root, `${manifest.id}-${manifest.file.sha256.slice(0, 12)}`)
  try {
    await rename(folder, place)
    await syncFolder(dirname(place))
  } catch (error) {
    throw toDiskFailure(error)
  }
  return readModelFolder(place)
}

/** Removes an installed version from the models' folder; gives whether it was there. */
export async function removeModel(root: string, sha256: string): Promise<boolean> {
  for (const name of await readdir(root).catch(() => [])) {
    if (name.startsWith('.')) continue
    const text = await readFile(join(root, name, 'model.json'), 'utf8').catch(() => undefined)
    if (text === undefined || !text.includes(sha256)) continue
    // Even a folder that cannot be used any more can be removed.
    const file = (JSON.parse(text) as { file?: { sha256?: unknown } }).file
    if (file?.sha256 !== sha256) continue
    if (!(await lstat(join(root, name))).isDirectory()) continue
    await rm(join(root, name), { recursive: true, force: true })
    return true
  }
  return false
}

/** Throws a proposal away. */
export async function discardProposal(root: string, proposalId: string): Promise<void> {
  await rm(proposalFolder(root, proposalId), { recursive: true, force: true })
}

function changesBetween(before: Manifest, after: Manifest): Evidence[] {
  const fields = [
    'id',
    'name',
    'family',
    'task',
    'input',
    'outputs',
    'decoder',
    'labels',
    'thresholds',
    'scope',
    'gate',
    'heatmap',
  ] as const
  return fields.flatMap((field): Evidence[] => {
    const was = JSON.stringify(before[field])
    if (was === JSON.stringify(after[field])) return []
    if (after.evidence.some((entry) => entry.source === 'user' && entry.field.startsWith(field))) return []
    return [{ field, source: 'user', detail: `Changed by hand. Proposed was: ${(was ?? 'nothing').slice(0, 3_000)}` }]
  })
}

async function syncFolder(path: string): Promise<void> {
  await mkdir(path, { recursive: true })
  // Windows cannot open a folder for this.
  const handle = await open(path, 'r').catch(() => undefined)
  await handle?.sync().catch(() => {})
  await handle?.close()
}
