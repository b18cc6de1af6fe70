import { lstat } from 'node:fs/promises'
import { join } from 'node:path'
import type { Tensor } from '#core/image/tensor.ts'
import {
  compareAnswer,
  compareTensor,
  hashFile,
  type ModelFolder,
  type ModelSession,
  type Parity,
  proposalFolder,
  readGolden,
  readModelFolder,
  runModel,
  smokeTest,
} from '#core/model/index.ts'
import type { ImageSize } from '#core/pipeline/ports.ts'
import { toModelPredictions } from '#core/triage/index.ts'
import type { Failure } from '#shared/errors.ts'
import type { Golden } from '#shared/manifest.ts'
import type { Verification } from '#shared/models.ts'
import type { RunOptions, Sessions } from './sessions.ts'

/** An installed model's folder, or a proposal in the folder of added models. */
export type Verified = { readonly folder: string } | { readonly into: string; readonly proposalId: string }

/** A parity image as the decode process prepared it for this model. */
export type GoldenInput = { readonly tensor: Tensor; readonly image: ImageSize } | { readonly failure: Failure }

const folderOf = (verified: Verified) =>
  'folder' in verified ? verified.folder : proposalFolder(verified.into, verified.proposalId)

/** Checking a model against the numbers of its training framework, at import and after a change of runtime or driver. */
export function verifyingMethods(sessions: Sessions) {
  return {
    /** The images of a model's parity file, in its order, for the decode process to prepare; empty where it brings none. */
    async goldenCases(verified: Verified): Promise<readonly { readonly path: string }[]> {
      const golden = await readGolden(folderOf(verified))
      return (golden?.cases ?? []).map(({ file }) => ({ path: join(folderOf(verified), file ?? '') }))
    },

    /**
     * Files by their hashes, then the model on zeros, ones and noise, then each parity case up to the first stage that differs.
     * `inputs` are the images of `goldenCases`, in its order. `quick`: the parity cases alone.
     */
    async verify({
      inputs,
      quick,
      device,
      threads,
      ...verified
    }: Verified &
      RunOptions & {
        readonly inputs: readonly GoldenInput[]
        readonly quick?: boolean | undefined
      }): Promise<Verification> {
      const folder = await readModelFolder(folderOf(verified))
      const golden = await readGolden(folder.path)
      const { id, version } = folder.manifest
      const worst = await sessions.once(folder, { device, threads }, async (session) => {
        if (!quick) await smokeTest(session)
        return golden === undefined ? undefined : compareAll(session, folder, golden, inputs)
      })
      return {
        id,
        version,
        passed: worst?.differs === undefined,
        cases: golden?.cases.length ?? 0,
        ...(worst?.differs === undefined ? {} : { differs: worst.differs }),
        ...(worst === undefined || !Number.isFinite(worst.largest) ? {} : { largestDifference: worst.largest }),
      }
    },
  }
}

/** The first case that differs, else the one with the largest difference. */
async function compareAll(
  session: ModelSession,
  folder: ModelFolder,
  golden: Golden,
  inputs: readonly GoldenInput[],
): Promise<Parity> {
  let worst: Parity = { differs: undefined, largest: 0 }
  for (const [i, expected] of golden.cases.entries()) {
    const parity = await compareOne(session, folder, expected, inputs[i], golden.tolerance)
    if (parity.differs !== undefined) return parity
    if (parity.largest > worst.largest) worst = parity
  }
  return worst
}

async function compareOne(
  session: ModelSession,
  folder: ModelFolder,
  expected: Golden['cases'][number],
  input: GoldenInput | undefined,
  tolerance: Golden['tolerance'],
): Promise<Parity> {
  if (!(await isFileRight(folder.path, expected))) return { differs: 'file', largest: Number.POSITIVE_INFINITY }
  if (input === undefined || 'failure' in input) return { differs: 'tensor', largest: Number.POSITIVE_INFINITY }
  const prepared = compareTensor(expected, input.tensor.data, tolerance)
  if (prepared.differs !== undefined) return prepared
  const [output] = await runModel(session, [input.tensor])
  if (output === undefined) throw new Error('a run gives an output for each tensor')
  const { manifest } = folder
  const found = toModelPredictions({ output, manifest, imageToModel: input.tensor.imageToModel, image: input.image })
  return compareAnswer(expected, found, tolerance)
}

async function isFileRight(folder: string, { file, sha256 }: Golden['cases'][number]): Promise<boolean> {
  if (file === undefined || !/^[A-Za-z0-9][A-Za-z0-9._-]{0,127}$/.test(file)) return false
  const info = await lstat(join(folder, file)).catch(() => undefined)
  if (!info?.isFile()) return false
  return sha256 === undefined || (await hashFile(join(folder, file))) === sha256
}
