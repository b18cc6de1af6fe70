import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { readModelFolder } from '#core/model/folder/read-model-folder.ts'
import { tinyGraph, writeTinyModel } from '#fixtures/tiny-model.ts'
import { openSession } from './open-session.ts'
import { runModel } from './run-model.ts'
import { onnxRuntime, type Runtime } from './runtime.ts'

const root = mkdtempSync(join(tmpdir(), 'firstlook-test-'))
afterAll(() => rmSync(root, { recursive: true, force: true }))
const options = { device: 'auto', threads: 1, providers: ['cpu'] } as const
const tensor = (...values: number[]) => ({ shape: [1, 1, 2, 2], data: Float32Array.from(values) })

describe('runModel', () => {
  let folder: Awaited<ReturnType<typeof readModelFolder>>
  beforeAll(async () => {
    folder = await readModelFolder(writeTinyModel(join(root, 'tiny')))
  })

  it('gives each tensor of a batch its own outputs, in order', async () => {
    const session = await openSession(folder, options)
    const outputs = await runModel(session, [tensor(1, 2, 3, 4), tensor(0, 0, 0, 0.5), tensor(-1, 0, 0, 0)])
    expect(outputs.map(({ tensors }) => tensors['logits'])).toEqual([
      { shape: [1, 2], data: Float32Array.of(10, -10) },
      { shape: [1, 2], data: Float32Array.of(0.5, -0.5) },
      { shape: [1, 2], data: Float32Array.of(-1, 1) },
    ])
    expect(session.device).toEqual({ provider: 'cpu', fallbackNodes: 0 })
    await session.close()
  })

  it('gives the same numbers one at a time where the batch axis is fixed', async () => {
    const graph = { ...tinyGraph.graph, inputs: [{ name: 'x', type: 'float32', shape: [1, 1, 2, 2] } as const] }
    const path = writeTinyModel(
      join(root, 'fixed'),
      { graph },
      { input: { ...folder.manifest.input, dynamicBatch: false } },
    )
    const session = await openSession(await readModelFolder(path), options)
    const outputs = await runModel(session, [tensor(1, 2, 3, 4), tensor(0, 0, 0, 0.5)])
    expect(outputs.map(({ tensors }) => tensors['logits']?.data[0])).toEqual([10, 0.5])
    await session.close()
  })

  it('takes images together off the CPU and one by one on it, where the company of others would change the last bits', async () => {
    const runs = { webgpu: 0, cpu: 0 }
    const counting: Runtime = async (model, given) => {
      const real = await onnxRuntime(model, { ...given, provider: 'cpu' })
      const provider = given.provider === 'cpu' ? 'cpu' : 'webgpu'
      return { ...real, run: (...run) => (runs[provider]++, real.run(...run)) }
    }
    for (const provider of ['webgpu', 'cpu'] as const) {
      const session = await openSession(folder, { ...options, providers: [provider] }, counting)
      const before = runs[provider]
      const outputs = await runModel(session, [tensor(1, 2, 3, 4), tensor(0, 0, 0, 0.5)])
      expect(outputs.map(({ tensors }) => tensors['logits']?.data[0])).toEqual([10, 0.5])
      expect(runs[provider] - before).toBe(provider === 'cpu' ? 2 : 1)
      await session.close()
    }
  })

  it('drops a provider that fails in the middle, says so, and runs the batch again on the next', async () => {
    let runs = 0
    const failing: Runtime = async (model, given) => {
      const real = await onnxRuntime(model, { ...given, provider: 'cpu' })
      if (given.provider === 'cpu') return real
      const lost = () => Promise.reject(new Error('device lost in /secret/place.cc:12'))
      return { ...real, run: (...run) => (++runs > 2 ? lost() : real.run(...run)) }
    }
    const session = await openSession(folder, { ...options, providers: ['webgpu', 'cpu'] }, failing)
    expect(session.device.provider).toBe('webgpu')
    await runModel(session, [tensor(1, 1, 1, 1)])
    const [output] = await runModel(session, [tensor(1, 2, 3, 4)])
    expect(output?.tensors['logits']?.data[0]).toBe(10)
    expect(session.device).toEqual({
      provider: 'cpu',
      fallbackNodes: 0,
      dropped: [{ provider: 'webgpu', why: 'device lost in' }],
    })
    await session.close()
  })

  it('refuses the CPU where a GPU is required', async () => {
    await expect(openSession(folder, { ...options, device: 'gpu-required' })).rejects.toMatchObject({
      kind: 'provider-unavailable',
    })
  })

  it('refuses a file that is not the one described', async () => {
    const path = writeTinyModel(join(root, 'changed'))
    writeFileSync(join(path, 'model.onnx'), 'other')
    await expect(readModelFolder(path)).rejects.toMatchObject({ kind: 'bad-model' })
  })
})
