import { type ErrorKind, isTriageError } from '#shared/errors.ts'
import type { Manifest } from '#shared/manifest.ts'
import type { Verification } from '#shared/models.ts'
import type { Settings } from '#shared/settings.ts'
import type { Engine } from './start-engine.ts'

/** `quick`: the parity images alone, without the trial on zeros, ones and noise. */
type Options = { readonly device: Settings['device']; readonly quick: boolean }

/** Runs an installed version on the images of its parity file and compares with the numbers of its training framework. */
export async function verifyModel(
  engine: Engine,
  version: { readonly modelId: string; readonly sha256: string },
  options: Partial<Options> = {},
): Promise<Verification> {
  const [installed, { folder }] = await Promise.all([engine.store.modelList(), engine.store.modelFolder(version)])
  const manifest = installed.find((model) => model.manifest.file.sha256 === version.sha256)?.manifest
  if (!manifest) throw new Error('a folder without a model')
  return verifyFolder(engine, folder, manifest, options)
}

/** The same for a version in a folder that the store need not know yet. */
export async function verifyFolder(
  engine: Pick<Engine, 'infer' | 'desk'>,
  folder: string,
  manifest: Manifest,
  { device = 'cpu', quick = false }: Partial<Options> = {},
): Promise<Verification> {
  const cases = await engine.infer.goldenCases({ folder })
  const inputs = []
  for (const { path } of cases) {
    const target = { location: { kind: 'file', path }, frame: 1, input: manifest.input }
    inputs.push(await engine.desk.tensor(target).catch(toInputFailure))
  }
  return engine.infer.verify({ folder, inputs, device, threads: 1, quick })
}

/** What a process can do says nothing of the image: such a failure is not a difference. */
const ofProcess = new Set<ErrorKind>(['crashed', 'timeout', 'out-of-memory', 'cancelled'])

function toInputFailure(error: unknown) {
  if (isTriageError(error) && !ofProcess.has(error.kind)) return { failure: error.toFailure() }
  throw error
}
