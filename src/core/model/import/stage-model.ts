import { randomBytes } from 'node:crypto'
import {
  constants,
  type FileHandle,
  appendFile,
  lstat,
  mkdir,
  open,
  readdir,
  rm,
  stat,
  writeFile,
} from 'node:fs/promises'
import { basename, join } from 'node:path'
import { TriageError } from '#shared/errors.ts'
import { limits } from '#shared/limits.ts'
import { goldenSchema } from '#shared/manifest.ts'
import { hashFile } from '#core/model/folder/read-model-folder.ts'
import { openByteWindow } from '#core/model/onnx/byte-window.ts'
import type { ModelFacts } from '#core/model/onnx/model-facts.ts'
import { bytesField, join as joinFields } from '#core/model/onnx/protobuf-writer.ts'
import { walkModel } from '#core/model/onnx/walk-model.ts'
import { type Dropped, readDropped, refuseLink } from './dropped-files.ts'
import type { StagedModel } from './propose-manifest.ts'

/** Proposals wait here, inside the models' folder, until they are saved or a day has passed. */
const stagingName = '.proposals'
const stagingMs = 24 * 3_600_000

const weightsKey = 'firstlook.weights'

/** Folder of a proposal; refuses an id that is none. */
export function proposalFolder(root: string, proposalId: string): string {
  if (!/^[0-9a-f]{32}$/.test(proposalId))
    throw new TriageError('not-found', 'Expected the id of a proposal; another text came.', 'run')
  return join(root, stagingName, proposalId)
}

/**
 * Copies a dropped model into a folder of its own under `root`, following no links, and reads its graph without running it: the
 * copy is what is hashed, tried and kept, so nothing outside can change it in between. External weights come only from beside the
 * graph. Refuses what goal M5 names.
 */
export async function stageModel(
  path: string,
  root: string,
): Promise<StagedModel & { readonly proposalId: string; readonly folder: string }> {
  await forgetOldProposals(root)
  const dropped = await readDropped(path)
  const proposalId = randomBytes(16).toString('hex')
  const folder = proposalFolder(root, proposalId)
  await mkdir(folder, { recursive: true, mode: 0o700 })
  try {
    return { ...(await stageInto(folder, dropped)), proposalId, folder }
  } catch (error) {
    await rm(folder, { recursive: true, force: true })
    throw toDiskFailure(error)
  }
}

async function stageInto(folder: string, dropped: Dropped): Promise<StagedModel> {
  const graph = join(folder, 'model.onnx')
  await copyPrivately(dropped.graph, graph, 'The graph')
  const facts = walkFile(graph)
  const externalData = []
  for (const name of facts.externalFiles) {
    if (name.toLowerCase() === 'model.onnx')
      throw new TriageError('path-escape', 'The model names its own graph as its weights.', 'run')
    await copyPrivately(join(dropped.folder, name), join(folder, name), `The weights' file ${name}`)
    externalData.push({ name, ...(await describe(join(folder, name))) })
  }
  const stamp = externalData.map(({ sha256 }) => sha256).join(' ')
  if (stamp !== '' && facts.metadata[weightsKey] !== stamp) await stampWeights(graph, stamp)
  await copyParity(dropped, folder)
  const file = { name: 'model.onnx', ...(await describe(graph)), externalData }
  return { path: graph, name: dropped.name, file, facts, sidecars: dropped.sidecars }
}

/** Walks the graph in a file (goal M5). */
export function walkFile(path: string): ModelFacts {
  const bytes = openByteWindow(path)
  try {
    return walkModel(bytes)
  } finally {
    bytes.close()
  }
}

/**
 * Two trainings with external weights may share one graph, byte for byte. The hashes of the weights are added to the graph's
 * metadata, so that its SHA-256 stands for the whole version.
 */
async function stampWeights(graph: string, stamp: string): Promise<void> {
  const entry = bytesField(14, [bytesField(1, weightsKey), bytesField(2, stamp)])
  await appendFile(graph, joinFields(entry))
}

async function describe(path: string): Promise<{ sha256: string; bytes: number }> {
  return { sha256: await hashFile(path), bytes: (await stat(path)).size }
}

/** Copies an ordinary file that has no second name; the copy is its user's alone. */
async function copyPrivately(from: string, to: string, what: string): Promise<void> {
  const source = await openPlain(from, what)
  try {
    const info = await source.stat()
    if (!info.isFile()) throw new TriageError('bad-model', `${what} is no ordinary file.`, 'run')
    if (info.nlink !== 1) throw refuseLink(what)
    if (info.size > limits.model.bytes) {
      throw new TriageError('limit', `${what} is larger than ${limits.model.bytes} bytes.`, 'run')
    }
    const target = await open(to, 'wx', 0o600)
    try {
      for await (const chunk of source.createReadStream({ autoClose: false, end: limits.model.bytes }))
        await target.write(chunk as Uint8Array)
      await target.sync()
    } finally {
      await target.close()
    }
  } finally {
    await source.close()
  }
}

async function openPlain(path: string, what: string): Promise<FileHandle> {
  const info = await lstat(path).catch(() => undefined)
  if (info === undefined) throw new TriageError('missing', `${what} is missing beside the graph.`, 'run')
  if (info.isSymbolicLink()) throw refuseLink(what)
  return open(path, constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0))
}

/** The parity file and the images that it names, and a card. */
async function copyParity({ folder: source, sidecars }: Dropped, folder: string): Promise<void> {
  if (sidecars.card !== undefined) await writeFile(join(folder, 'CARD.md'), sidecars.card, { mode: 0o600 })
  if (sidecars.golden === undefined) return
  const parsed = goldenSchema.safeParse(parseJson(sidecars.golden))
  if (!parsed.success) {
    const [issue] = parsed.error.issues
    throw new TriageError('bad-model', `golden.json: ${issue?.path.join('.') ?? ''}: ${issue?.message ?? ''}`, 'run')
  }
  await writeFile(join(folder, 'golden.json'), sidecars.golden, { mode: 0o600 })
  for (const file of new Set(parsed.data.cases.flatMap((item) => item.file ?? []))) {
    if (file !== basename(file) || !/^[A-Za-z0-9][A-Za-z0-9._-]{0,127}$/.test(file) || file === 'model.onnx') {
      throw new TriageError(
        'path-escape',
        'Expected the images of golden.json beside it, by plain names; another place came.',
        'run',
      )
    }
    await copyPrivately(join(source, file), join(folder, file), `The image ${file} of golden.json`)
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    throw new TriageError('bad-model', 'golden.json is not JSON.', 'run')
  }
}

async function forgetOldProposals(root: string): Promise<void> {
  const place = join(root, stagingName)
  for (const name of await readdir(place).catch(() => [])) {
    const info = await lstat(join(place, name)).catch(() => undefined)
    if (info !== undefined && Date.now() - info.mtimeMs > stagingMs)
      await rm(join(place, name), { recursive: true, force: true })
  }
}

/** A full disk is an expected failure. */
export function toDiskFailure(error: unknown): unknown {
  const isFull = error instanceof Error && 'code' in error && (error.code === 'ENOSPC' || error.code === 'EDQUOT')
  return isFull
    ? new TriageError('disk-full', 'The disk is full: the model was not copied.', 'run', { cause: error })
    : error
}
