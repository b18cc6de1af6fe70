import { afterAll, describe, expect, it } from 'vitest'
import { clientOf, spawnHost, Worker } from '#engine/supervisor/index.ts'
import { modelCaseFolder, modelCaseTensor, readModelCase } from '#fixtures/model-case.ts'
import { scratchFolder } from '#fixtures/scratch-folder.ts'
import { hasSoftwareGpu, softwareGpuEnvironment, withoutGpu } from '#fixtures/software-gpu.ts'
import type { InferMethods } from './methods.ts'

describe.skipIf(!hasSoftwareGpu)(`the GPU path in the inference process${withoutGpu}`, () => {
  Object.assign(process.env, softwareGpuEnvironment)
  const folder = scratchFolder()
  const worker = new Worker(spawnHost(), { role: 'infer', appVersion: '0' }, { wallMs: 60_000 })
  const infer = clientOf<InferMethods>((method, input) => worker.call(method, input))
  const into = folder.at('models')

  afterAll(async () => {
    await worker.close()
    folder[Symbol.dispose]()
  })

  async function answer(name: string, device: 'auto' | 'cpu' | 'gpu-required') {
    const { proposalId, manifest } = await infer.propose({ path: modelCaseFolder(name), into })
    const expected = readModelCase(name)
    const imageToModel = { scaleX: 1, scaleY: 1, offsetX: 0, offsetY: 0, transposed: false }
    const tensor = { ...modelCaseTensor(expected), imageToModel, sha256: '0'.repeat(64) }
    return infer.tryModel({ into, proposalId, manifest, tensor, image: expected.image, device, threads: 1 })
  }

  it('is usable, proven by a graph with a known answer', async () => {
    const providers = await infer.providers()
    expect(providers).toContainEqual({ name: 'webgpu', usable: true, why: '' })
    expect(providers.at(-1)).toEqual({ name: 'cpu', usable: true, why: '' })
  })

  it.each(['generic', 'torchxrayvision-all', 'ultralytics-v8', 'hugging-face-detr', 'keras'])(
    'gives the answers of the CPU: %s',
    async (name) => {
      const gpu = await answer(name, 'auto')
      const cpu = await answer(name, 'cpu')
      expect(gpu.device.provider).toBe('webgpu')
      expect(gpu.device.dropped?.map(({ provider }) => provider) ?? []).not.toContain('webgpu')
      expect(cpu.device).toEqual({ provider: 'cpu', fallbackNodes: 0 })
      const close = cpu.scores.map(({ label, score }) => ({ label, score: expect.closeTo(score, 4) }))
      expect(gpu.scores).toEqual(close)
      expect(gpu.boxes).toBe(cpu.boxes)
    },
  )

  it('counts the nodes that fall back to the CPU, and refuses them where the GPU is required', async () => {
    const { device } = await answer('torchvision-faster-rcnn', 'auto')
    expect(device.provider).toBe('webgpu')
    expect(device.fallbackNodes).toBeGreaterThan(0)
    await expect(answer('torchvision-faster-rcnn', 'gpu-required')).rejects.toMatchObject({
      kind: 'provider-unavailable',
      message: expect.stringMatching(/nodes would run on the CPU \(.*NonZero/),
    })
  })
})
