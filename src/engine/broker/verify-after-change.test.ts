import { cpSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { spawnHost } from '#engine/supervisor/index.ts'
import { modelCaseFolder } from '#fixtures/model-case.ts'
import { scratchFolder } from '#fixtures/scratch-folder.ts'
import { answerQuestion } from '#shared/model-answers.ts'
import { addModel } from './add-model.ts'
import { addedModels } from './model-folders.ts'
import { startEngine } from './start-engine.ts'
import { verifyAfterChange } from './verify-after-change.ts'

const scratch = scratchFolder()
const dataFolder = scratch.at('data')
const engine = startEngine({ host: spawnHost(), dataFolder, appVersion: '0', door: 'cli' })
afterAll(async () => {
  await engine.close()
  scratch[Symbol.dispose]()
})

/** A model with a parity file: what it gave for a phantom, or that with one score changed. */
async function modelWithParity(name: string, change: number) {
  const folder = scratch.at(name)
  cpSync(modelCaseFolder('generic'), folder, { recursive: true })
  cpSync(new URL('../../../models/cxr-opacity/golden-901.dcm', import.meta.url), join(folder, 'case.dcm'))
  const golden = (normal: number) =>
    writeFileSync(
      join(folder, 'golden.json'),
      JSON.stringify({
        computedBy: 'test',
        tolerance: { score: 1e-4, box: 1 },
        cases: [{ file: 'case.dcm', scores: { normal } }],
      }),
    )
  golden(0)
  const into = addedModels(dataFolder)
  const first = await engine.infer.propose({ path: folder, into })
  const manifest = answerQuestion(first.manifest, 'input.scaling', 'zero-one')
  const target = { location: { kind: 'file', path: join(folder, 'case.dcm') }, frame: 1, input: manifest.input }
  const { tensor, image } = await engine.desk.tensor(target)
  const tried = { into, proposalId: first.proposalId, manifest, tensor, image, device: 'cpu', threads: 1 } as const
  const { scores } = await engine.infer.tryModel(tried)
  golden((scores.find(({ label }) => label === 'normal')?.score ?? 0) + change)
  const { proposalId } = await engine.infer.propose({ path: folder, into })
  return { proposalId, manifest }
}

describe('a parity file', () => {
  it('is checked as the model is added: another number is refused by its stage, and nothing stays', async () => {
    const proposal = await modelWithParity('differs', 0.01)
    await expect(addModel(engine, dataFolder, proposal, true)).rejects.toMatchObject({
      kind: 'bad-output',
      message: expect.stringMatching(/first stage that differs is scores/),
    })
    const models = await engine.store.modelList()
    expect(models.filter(({ bundled }) => !bundled)).toEqual([])
    expect((await engine.infer.models({ folders: [addedModels(dataFolder)] })).models).toEqual([])
  })

  it('is checked again after the runtime or a driver changed, until it agrees', { timeout: 60_000 }, async () => {
    const added = await addModel(engine, dataFolder, await modelWithParity('agrees', 0), true)
    const stamp = join(dataFolder, 'verified-on')
    expect(await verifyAfterChange(engine, dataFolder)).toEqual([])
    expect(readFileSync(stamp, 'utf8')).toMatch(/^[0-9a-f]{64}$/)

    // The same numbers are not there any more: it is found only once something has changed.
    const { id, file } = added.manifest
    const { folder } = await engine.store.modelFolder({ modelId: id, sha256: file.sha256 })
    const golden = readFileSync(join(folder, 'golden.json'), 'utf8')
    writeFileSync(join(folder, 'golden.json'), golden.replace(/"normal":[\d.]+/, '"normal":0.9999'))
    expect(await verifyAfterChange(engine, dataFolder)).toEqual([])
    writeFileSync(stamp, 'of another driver')
    const differing = await verifyAfterChange(engine, dataFolder)
    expect(differing).toMatchObject([{ id, passed: false, differs: 'scores' }])
    expect(await verifyAfterChange(engine, dataFolder)).toEqual(differing)
    writeFileSync(join(folder, 'golden.json'), golden)
    expect(await verifyAfterChange(engine, dataFolder)).toEqual([])
  })

  it.each(['infer', 'decode'] as const)(
    'takes no %s process that was killed for a model that differs',
    { timeout: 60_000 },
    async (role) => {
      const stamp = join(dataFolder, 'verified-on')
      writeFileSync(stamp, 'of another driver')
      const killing = setInterval(() => {
        for (const pid of engine.pids()[role]) process.kill(pid, 'SIGKILL')
      }, 20)
      const differing = await verifyAfterChange(engine, dataFolder).finally(() => clearInterval(killing))
      expect(differing).toEqual([])
      expect(readFileSync(stamp, 'utf8')).toBe('of another driver')
    },
  )
})
