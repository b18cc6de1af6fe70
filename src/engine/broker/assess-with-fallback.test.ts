import { afterAll, describe, expect, it } from 'vitest'
import type { AssessRequest } from '#core/pipeline/ports.ts'
import { spawnHost } from '#engine/supervisor/index.ts'
import { modelCaseFolder, modelCaseTensor, readModelCase } from '#fixtures/model-case.ts'
import { scratchFolder } from '#fixtures/scratch-folder.ts'
import { hasSoftwareGpu, softwareGpuEnvironment, withoutGpu } from '#fixtures/software-gpu.ts'
import { assessWithFallback } from './assess-with-fallback.ts'
import { type ProviderDrop, startEngine } from './start-engine.ts'

describe.skipIf(!hasSoftwareGpu)(`a graphics driver that takes the process with it${withoutGpu}`, () => {
  Object.assign(process.env, softwareGpuEnvironment)
  const folder = scratchFolder()
  const told: ProviderDrop[] = []
  const engine = startEngine({
    host: spawnHost(),
    dataFolder: folder.path,
    appVersion: '0',
    door: 'cli',
    onDropped: (drop) => told.push(drop),
  })

  afterAll(async () => {
    await engine.close()
    folder[Symbol.dispose]()
  })

  async function request(): Promise<AssessRequest> {
    const into = folder.at('models')
    const { proposalId, manifest: proposed } = await engine.infer.propose({ path: modelCaseFolder('generic'), into })
    const { path, manifest } = await engine.infer.install({ into, proposalId, manifest: proposed })
    const expected = readModelCase('generic')
    const imageToModel = { scaleX: 1, scaleY: 1, offsetX: 0, offsetY: 0, transposed: false }
    const tensor = { ...modelCaseTensor(expected), imageToModel, sha256: '0'.repeat(64) }
    const version = { id: manifest.id, version: manifest.version, sha256: manifest.file.sha256 }
    return {
      model: { version, manifest, folder: path, thresholds: {} },
      inputs: [{ tensor, image: expected.image }],
    }
  }

  /** The process is held still, is given the batch, and is ended with it in hand. */
  async function endWith<T>(batch: () => Promise<T>): Promise<T> {
    const [pid = 0] = engine.pids().infer
    process.kill(pid, 'SIGSTOP')
    const answer = batch()
    process.kill(pid, 'SIGKILL')
    return answer
  }

  it('is given up with a notice, and its batch is judged on the CPU', async () => {
    const input = await request()
    const assess = assessWithFallback(engine, { device: 'auto', threads: 1 })
    const before = await assess(input)
    expect(before.device.provider).toBe('webgpu')
    const after = await endWith(() => assess(input))
    const dropped = [{ provider: 'webgpu', why: 'crashed' }]
    expect(after.device).toEqual({ provider: 'cpu', fallbackNodes: 0, dropped })
    const scores = (of: typeof after) => of.results.flatMap((result) => ('scores' in result ? result.scores : []))
    expect(scores(before).length).toBeGreaterThan(1)
    expect(scores(after)).toEqual(
      scores(before).map(({ label, score }) => ({ label, score: expect.closeTo(score, 4) })),
    )
    // It stays on the CPU, says so in every result, and tells it once.
    expect((await assess(input)).device).toEqual(after.device)
    expect(told).toEqual([{ model: 'generic', dropped: dropped[0], next: 'cpu' }])

    // Where a GPU is required, nothing moves on to the CPU by itself.
    const strict = assessWithFallback(engine, { device: 'gpu-required', threads: 1 })
    expect((await strict(input)).device.provider).toBe('webgpu')
    await expect(endWith(() => strict(input))).rejects.toMatchObject({ kind: 'crashed' })
  })
})
