import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { clientOf, spawnHost, Worker } from '#engine/supervisor/index.ts'
import { hostileModels, writeHostileModel } from '#fixtures/hostile-models.ts'
import { scratchFolder } from '#fixtures/scratch-folder.ts'
import { writeTinyModel } from '#fixtures/tiny-model.ts'
import { readModelFolder } from '#core/model/index.ts'
import type { InferMethods } from './methods.ts'

const folder = scratchFolder()
const worker = new Worker(
  spawnHost(),
  { role: 'infer', appVersion: '0' },
  { wallMs: 30_000, memoryBytes: 768 * 1024 ** 2 },
)
const infer = clientOf<InferMethods>((method, input) => worker.call(method, input, wallMs))
const into = folder.at('models')
/** Long enough that a loaded machine takes nothing else for a hang; short for the one that hangs. */
let wallMs = 30_000

afterAll(async () => {
  await worker.close()
  folder[Symbol.dispose]()
})

/** The answer of a good model, to the last bit. */
async function goodAnswer() {
  const path = folder.at('good')
  const { manifest } = await readModelFolder(path)
  const tensor = {
    shape: [1, 1, 2, 2],
    data: Float32Array.of(0.1, -0.7, 0.33, 0.5),
    imageToModel: { scaleX: 1, scaleY: 1, offsetX: 0, offsetY: 0, transposed: false },
    sha256: '0'.repeat(64),
  }
  const version = { id: manifest.id, version: manifest.version, sha256: manifest.file.sha256 }
  const { results } = await infer.assess({
    model: { version, manifest, folder: path, thresholds: {} },
    inputs: [{ tensor, image: { rows: 2, columns: 2 } }],
    device: 'cpu',
    threads: 1,
  })
  return results
}

const named = (stage: string) => (error: { kind?: string; message: string }) =>
  `${stage}: ${error.kind ?? error.message}`

describe('a hostile model in the supervised process (goal M2)', () => {
  let good: Awaited<ReturnType<typeof goodAnswer>>
  beforeAll(async () => {
    writeTinyModel(folder.at('good'))
    good = await goodAnswer()
  })

  it('starts from a good model that answers', () => {
    expect(good).toMatchObject([{ scores: [{ label: 'bright' }, { label: 'dark' }] }])
  })

  it.each(hostileModels.map((model) => [model.name, model] as const))('%s', async (_, model) => {
    const path = writeHostileModel(folder.path, model)
    wallMs = model.kinds.includes('timeout') ? 3_000 : 30_000
    const outcome = await infer
      .propose({ path, into })
      .then(({ proposalId, manifest }) => infer.install({ into, proposalId, manifest }).catch(named('install')))
      .catch(named('propose'))
    expect(model.kinds.map((kind) => `${model.at}: ${kind}`)).toContain(outcome)
    wallMs = 30_000
    expect(await goodAnswer()).toEqual(good)
  })

  it('leaves nothing installed', async () => {
    expect(await infer.models({ folders: [into] })).toEqual({ models: [], unusable: [] })
  })
})
