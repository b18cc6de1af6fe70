import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { readModelFolder } from '#core/model/folder/read-model-folder.ts'
import { proposeModel } from '#core/model/import/propose-model.ts'
import { proposalFolder } from '#core/model/import/stage-model.ts'
import type { ModelOutput } from '#core/model/model-output.ts'
import { openSession } from '#core/model/session/open-session.ts'
import { modelCaseFolder, modelCaseTensor, readModelCase } from '#fixtures/model-case.ts'
import { tinyManifest, writeTinyModel } from '#fixtures/tiny-model.ts'
import { explain } from './explain.ts'

const root = mkdtempSync(join(tmpdir(), 'firstlook-test-'))
afterAll(() => rmSync(root, { recursive: true, force: true }))
const options = { device: 'cpu', threads: 1, providers: [] } as const
const identity = { scaleX: 1, scaleY: 1, offsetX: 0, offsetY: 0, transposed: false }
const sha256 = '0'.repeat(64)

/** A 20 × 20 network that sees nothing but the four pixels at rows 4..5, columns 14..15. */
async function spotModel(name: string, freeBatch: boolean) {
  const weights = new Float32Array(400 * 2)
  for (const pixel of [4 * 20 + 14, 4 * 20 + 15, 5 * 20 + 14, 5 * 20 + 15]) weights[2 * pixel] = 1
  const path = writeTinyModel(
    join(root, name),
    {
      graph: {
        nodes: [
          { op: 'Flatten', inputs: ['x'], outputs: ['flat'] },
          { op: 'MatMul', inputs: ['flat', 'w'], outputs: ['logits'] },
        ],
        inputs: [{ name: 'x', type: 'float32', shape: [freeBatch ? 'n' : 1, 1, 20, 20] }],
        outputs: [{ name: 'logits', type: 'float32', shape: [freeBatch ? 'n' : 1, 2] }],
        initializers: [{ name: 'w', type: 'float32', dims: [400, 2], raw: new Uint8Array(weights.buffer) }],
      },
    },
    { input: { ...tinyManifest(new Uint8Array(1)).input, width: 20, height: 20, dynamicBatch: freeBatch } },
  )
  return openSession(await readModelFolder(path), options)
}

const scoreAt = (index: number) => (output: ModelOutput) => Number(output.tensors['logits']?.data[index])
const spot = {
  shape: [1, 1, 20, 20],
  data: Float32Array.from({ length: 400 }, (_, i) => (i === 4 * 20 + 14 ? 8 : 0.01)),
  sha256,
}

describe('a heatmap', () => {
  it.each([true, false])(
    'by occlusion is hottest where the network looks, and says what it is (batches: %s)',
    async (freeBatch) => {
      const session = await spotModel(`spot-${freeBatch}`, freeBatch)
      const map = await explain(
        session,
        { ...spot, imageToModel: { ...identity, scaleX: 0.1, scaleY: 0.2, offsetX: 2 } },
        'bright',
        scoreAt(0),
      )
      expect(map).toMatchObject({
        method: 'occlusion',
        label: 'bright',
        rows: 10,
        columns: 10,
        sanity: { lowered: true },
      })
      // Of 20 × 20 pixels in cells of 2 × 2: row 2, column 7.
      expect(map.values.indexOf(1)).toBe(2 * 10 + 7)
      expect(map.values.every((value) => value >= 0 && value <= 1)).toBe(true)
      // The tensor's corners, back through x = (m − 2) / 0.1 and y = m / 0.2.
      expect(map.region.map(Math.round)).toEqual([-20, 0, 200, 100])
      await session.close()
    },
  )

  it('fails its own check where nothing that is hidden lowers the score', async () => {
    const session = await spotModel('blind', true)
    const map = await explain(session, { ...spot, imageToModel: identity }, 'dark', scoreAt(1))
    expect(map.sanity).toEqual({ lowered: false, before: 0, after: 0 })
    expect([...map.values].every((value) => value === 0)).toBe(true)
    await session.close()
  })

  it('is turned back for a network that sees the image transposed', async () => {
    const session = await spotModel('transposed', true)
    const map = await explain(
      session,
      { ...spot, imageToModel: { ...identity, transposed: true } },
      'bright',
      scoreAt(0),
    )
    expect(map.values.indexOf(1)).toBe(7 * 10 + 2)
    await session.close()
  })

  it('by class activation is the graph’s own map', async () => {
    const expected = readModelCase('class-maps')
    const { proposalId } = await proposeModel(modelCaseFolder('class-maps'), root)
    const session = await openSession(await readModelFolder(proposalFolder(root, proposalId)), options)
    const tensor = { ...modelCaseTensor(expected), imageToModel: identity, sha256 }
    const map = await explain(session, tensor, 'Opacity', scoreAt(1))
    const positive = (expected.map ?? []).map((value) => Math.max(0, value))
    const highest = Math.max(...positive)
    expect(map).toMatchObject({ method: 'class-activation', rows: 15, columns: 15, region: [0, 0, 64, 64] })
    expect([...map.values]).toEqual(positive.map((value) => expect.closeTo(value / highest, 4)))
    await session.close()
  })

  it('by class activation is made from the last feature maps where the graph does not give it', async () => {
    const expected = readModelCase('pooled')
    const { proposalId, manifest } = await proposeModel(modelCaseFolder('pooled'), root)
    expect(manifest.heatmap).toBe('cam')
    expect(manifest.outputs).toEqual([{ role: 'scores', name: 'probabilities' }])
    const session = await openSession(await readModelFolder(proposalFolder(root, proposalId)), options)
    const tensor = { ...modelCaseTensor(expected), imageToModel: identity, sha256 }
    const map = await explain(session, tensor, 'Opacity', (o) => Number(o.tensors['probabilities']?.data[1]))
    const positive = (expected.map ?? []).map((value) => Math.max(0, value))
    const highest = Math.max(...positive)
    expect(map).toMatchObject({ method: 'class-activation', rows: 15, columns: 15, sanity: { lowered: true } })
    expect([...map.values]).toEqual(positive.map((value) => expect.closeTo(value / highest, 4)))
    await session.close()
  })

  it('is refused for a label that the model does not have', async () => {
    const session = await spotModel('other', true)
    await expect(explain(session, { ...spot, imageToModel: identity }, 'other', scoreAt(0))).rejects.toMatchObject({
      kind: 'not-found',
    })
    await session.close()
  })
})
