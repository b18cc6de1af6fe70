import { createHash } from 'node:crypto'
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  statSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { modelCaseFolder, modelCaseTensor, readModelCase } from '#fixtures/model-case.ts'
import { scratchFolder } from '#fixtures/scratch-folder.ts'
import { limits } from '#shared/limits.ts'
import { answerQuestion } from '#shared/model-answers.ts'
import { addingMethods } from './adding.ts'
import { openSessions } from './sessions.ts'
import { verifyingMethods } from './verifying.ts'

const scratch = scratchFolder()
afterAll(() => scratch[Symbol.dispose]())
const sessions = openSessions()
const adding = addingMethods(sessions)
const verifying = verifyingMethods(sessions)
const onCpu = { device: 'cpu', threads: 1 } as const
const identity = { scaleX: 1, scaleY: 1, offsetX: 0, offsetY: 0, transposed: false }

/** A copy of a family's fixture that a test may change. */
function copyOf(name: string, as: string): string {
  cpSync(modelCaseFolder(name), scratch.at(as), { recursive: true })
  return scratch.at(as)
}

async function add(path: string, into: string) {
  const { proposalId, manifest } = await adding.propose({ path, into })
  return adding.install({ into, proposalId, manifest })
}

function tensorOf(name: string) {
  const expected = readModelCase(name)
  return {
    tensor: { ...modelCaseTensor(expected), imageToModel: identity, sha256: '0'.repeat(64) },
    image: expected.image,
  }
}

describe('adding a model', () => {
  it('keeps a private copy under its id and hash, described by model.json', async () => {
    const into = scratch.at('private')
    const { path, manifest } = await add(modelCaseFolder('generic'), into)
    expect(path).toBe(join(into, `generic-${manifest.file.sha256.slice(0, 12)}`))
    expect(readdirSync(path).sort()).toEqual(['model.json', 'model.onnx'])
    expect(
      createHash('sha256')
        .update(readFileSync(join(path, 'model.onnx')))
        .digest('hex'),
    ).toBe(manifest.file.sha256)
    expect(statSync(join(path, 'model.onnx')).mode & 0o077).toBe(0)
    expect(readdirSync(join(into, '.proposals'))).toEqual([])
  })

  it('says which fields a person changed', async () => {
    const into = scratch.at('changed')
    const { proposalId, manifest } = await adding.propose({ path: modelCaseFolder('generic'), into })
    const answered = answerQuestion({ ...manifest, name: 'Mine' }, 'decoder.activation', 'sigmoid')
    const installed = await adding.install({ into, proposalId, manifest: answered })
    const byUser = installed.manifest.evidence.filter(({ source }) => source === 'user').map(({ field }) => field)
    expect(byUser).toEqual(['decoder.activation', 'name'])
  })

  it('tries a proposal with the manifest as it stands, before it is saved', async () => {
    const into = scratch.at('tried')
    const { proposalId, manifest } = await adding.propose({ path: modelCaseFolder('generic'), into })
    const input = { into, proposalId, ...tensorOf('generic'), ...onCpu }
    const trial = await adding.tryModel({ ...input, manifest: answerQuestion(manifest, 'labels', 'well, ill') })
    expect(trial).toMatchObject({ device: { provider: 'cpu', fallbackNodes: 0 }, boxes: 0 })
    expect(trial.scores).toEqual([
      { label: 'well', score: expect.closeTo(readModelCase('generic').scores['normal'] ?? 0, 5) },
      { label: 'ill', score: expect.closeTo(readModelCase('generic').scores['pneumonia'] ?? 0, 5) },
    ])
    expect(existsSync(join(into, `generic-${manifest.file.sha256.slice(0, 12)}`))).toBe(false)
  })

  it('tells two trainings apart that share a graph and differ in their external weights', async () => {
    const into = scratch.at('external')
    const other = copyOf('external-data', 'other-weights')
    const weights = readFileSync(join(other, 'model.onnx.data'))
    writeFileSync(
      join(other, 'model.onnx.data'),
      weights.map((byte, i) => (i % 4 === 0 ? byte ^ 1 : byte)),
    )
    const first = await add(modelCaseFolder('external-data'), into)
    const second = await add(other, into)
    expect(first.manifest.file.sha256).not.toBe(second.manifest.file.sha256)
    expect(first.manifest.file.externalData).toMatchObject([{ name: 'model.onnx.data', bytes: weights.length }])
    // An installed folder, given again, is the same version.
    const again = await adding.propose({ path: first.path, into })
    expect(again.manifest.file).toEqual(first.manifest.file)
    expect(again.questions).toEqual([])
    await expect(
      adding.install({ into, proposalId: again.proposalId, manifest: again.manifest }),
    ).rejects.toMatchObject({ kind: 'conflict' })
  })

  it('removes a version by its hash', async () => {
    const into = scratch.at('removed')
    const { path, manifest } = await add(modelCaseFolder('keras'), into)
    const gone = { into, folder: path, sha256: manifest.file.sha256 }
    expect([await adding.remove(gone), await adding.remove(gone)]).toEqual([{ removed: true }, { removed: false }])
    expect(existsSync(path)).toBe(false)
  })

  it('refuses a graph beyond the size that a model may have', async () => {
    writeFileSync(scratch.at('large.onnx'), '')
    truncateSync(scratch.at('large.onnx'), limits.model.bytes + 1)
    await expect(adding.propose({ path: scratch.at('large.onnx'), into: scratch.at('large') })).rejects.toMatchObject({
      kind: 'limit',
    })
  })

  it('refuses links, several graphs, ids that are none and images outside the folder', async () => {
    const into = scratch.at('refused')
    symlinkSync(modelCaseFolder('generic'), scratch.at('link'))
    const linked = copyOf('keras', 'linked-graph')
    symlinkSync(join(linked, 'model.onnx'), join(linked, 'again.onnx'))
    const several = copyOf('generic', 'several')
    cpSync(join(several, 'model.onnx'), join(several, 'a.onnx'))
    cpSync(join(several, 'model.onnx'), join(several, 'b.onnx'))
    chmodSync(several, 0o700)
    const outside = copyOf('generic', 'outside')
    writeFileSync(
      join(outside, 'golden.json'),
      JSON.stringify({ computedBy: 'x', tolerance: { score: 0, box: 0 }, cases: [{ file: '../secret.png' }] }),
    )
    const kinds = []
    for (const path of [scratch.at('link'), join(linked, 'again.onnx'), outside]) {
      kinds.push(await adding.propose({ path, into }).catch((error: { kind: string }) => error.kind))
    }
    expect(kinds).toEqual(['path-escape', 'path-escape', 'path-escape'])
    // model.onnx is the one meant where there are several.
    expect((await adding.propose({ path: several, into })).manifest.id).toBe('several')
    const { manifest } = await adding.propose({ path: modelCaseFolder('generic'), into })
    await expect(adding.install({ into, proposalId: '../../etc', manifest })).rejects.toMatchObject({
      kind: 'not-found',
    })
    await expect(adding.install({ into, proposalId: '0'.repeat(32), manifest })).rejects.toMatchObject({
      kind: 'not-found',
    })
  })
})

describe('verifying a model against the numbers of its framework', () => {
  const file = Buffer.from('an image, as far as this test goes')
  const sha256 = createHash('sha256').update(file).digest('hex')

  async function verify(name: string, as: string, changes: Record<string, unknown> = {}) {
    const folder = copyOf(name, as)
    const { scores, boxes } = readModelCase(name)
    const input = tensorOf(name)
    const mean = input.tensor.data.reduce((sum, value) => sum + value, 0) / input.tensor.data.length
    const golden = {
      computedBy: 'torch',
      tolerance: { score: 1e-4, box: 0.01 },
      cases: [
        { file: 'case.png', sha256, tensorMean: mean, scores, ...(boxes === undefined ? {} : { boxes }), ...changes },
      ],
    }
    writeFileSync(join(folder, 'golden.json'), JSON.stringify(golden))
    writeFileSync(join(folder, 'case.png'), file)
    mkdirSync(scratch.at('verified'), { recursive: true })
    const into = scratch.at('verified')
    const { proposalId } = await adding.propose({ path: folder, into })
    expect(await verifying.goldenCases({ into, proposalId })).toEqual([
      { path: join(into, '.proposals', proposalId, 'case.png') },
    ])
    return verifying.verify({ into, proposalId, inputs: [input], ...onCpu })
  }

  it('passes where all stages agree', async () => {
    expect(await verify('ultralytics-v8', 'same')).toMatchObject({
      passed: true,
      cases: 1,
      largestDifference: expect.closeTo(0, 4),
    })
  })

  it.each([
    ['file', { sha256: 'f'.repeat(64) }],
    ['tensor', { tensorMean: 0.9 }],
    ['scores', { scores: { nodule: 0.1 } }],
    ['boxes', { boxes: [{ label: 'nodule', score: 0.5, box: [1, 2, 3, 4] }] }],
  ])('names the first stage that differs: %s', async (stage, changes) => {
    expect(await verify('ultralytics-v8', `differs-${stage}`, changes)).toMatchObject({ passed: false, differs: stage })
  })

  it('is a check of files and of its answers to blank images where no numbers came with it', async () => {
    const { path } = await add(modelCaseFolder('generic'), scratch.at('without'))
    expect(await verifying.verify({ folder: path, inputs: [], ...onCpu })).toMatchObject({ passed: true, cases: 0 })
    writeFileSync(join(path, 'model.onnx'), 'changed')
    await expect(verifying.verify({ folder: path, inputs: [], ...onCpu })).rejects.toMatchObject({ kind: 'bad-model' })
  })
})
