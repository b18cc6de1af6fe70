import { describe, expect, it } from 'vitest'
import { limits } from '#shared/limits.ts'
import { isTriageError } from '#shared/errors.ts'
import type { ByteWindow } from './byte-window.ts'
import { bytesField, join, varintField } from './protobuf-writer.ts'
import { walkModel } from './walk-model.ts'
import { type GraphSpec, type ModelSpec, type NodeSpec, writeOnnx } from './write-onnx.ts'

/** Bytes in memory as a window. */
function windowOf(bytes: Uint8Array): ByteWindow {
  return { size: bytes.length, read: (offset, length) => bytes.subarray(offset, offset + length), close: () => {} }
}

/** What a walk comes to: the kind of its refusal, or how many nodes it saw. */
function outcome(model: ModelSpec | Uint8Array): string | number {
  try {
    return walkModel(windowOf(model instanceof Uint8Array ? model : writeOnnx(model))).nodes.length
  } catch (error) {
    if (!isTriageError(error)) throw error
    return error.kind
  }
}

const ends = {
  inputs: [{ name: 'x', type: 'float32', shape: [1, 4] }],
  outputs: [{ name: 'y', type: 'float32', shape: [1, 4] }],
} as const
const identity: NodeSpec = { op: 'Identity', inputs: ['x'], outputs: ['y'] }
const graph = (nodes: readonly NodeSpec[], more: Partial<GraphSpec> = {}): ModelSpec => ({
  graph: { nodes, ...ends, ...more },
})

function nested(depth: number): GraphSpec {
  if (depth === 0) return { nodes: [identity], inputs: [], outputs: ends.outputs }
  const attributes = { then_branch: { graph: nested(depth - 1) } }
  return { nodes: [{ op: 'If', inputs: ['c'], outputs: ['y'], attributes }], inputs: [], outputs: ends.outputs }
}

function functions(depth: number): ModelSpec {
  const call = (i: number): NodeSpec => ({ op: `f${i}`, inputs: ['x'], outputs: ['y'], domain: 'local' })
  return {
    ...graph([call(1)]),
    functions: Array.from({ length: depth }, (_, i) => ({
      domain: 'local',
      name: `f${i + 1}`,
      inputs: ['x'],
      outputs: ['y'],
      nodes: [i + 1 === depth ? identity : call(i + 2)],
    })),
  }
}

describe('the walk of a graph', () => {
  it('gives what the graph says of itself', () => {
    const facts = walkModel(
      windowOf(
        writeOnnx({
          graph: {
            nodes: [
              {
                op: 'Constant',
                inputs: [],
                outputs: ['c'],
                attributes: {
                  value: {
                    tensor: { name: '', type: 'float32', dims: [2], raw: new Uint8Array(Float32Array.of(1, 2).buffer) },
                  },
                },
              },
              identity,
            ],
            inputs: [{ name: 'x', type: 'float16', shape: ['batch', 3, 8, 8] }],
            outputs: ends.outputs,
            initializers: [
              { name: 'w', type: 'float32', dims: [4], external: { location: 'w.bin', offset: '8', length: '16' } },
            ],
          },
          metadata: { names: "{0: 'a'}" },
          opsets: { '': 17, 'com.microsoft': 1 },
        }),
      ),
    )
    expect(facts).toMatchObject({
      opsets: { '': 17, 'com.microsoft': 1 },
      metadata: { names: "{0: 'a'}" },
      inputs: [{ name: 'x', elementType: 10, shape: ['batch', 3, 8, 8] }],
      externalFiles: ['w.bin'],
    })
    expect(facts.constants.get('c')?.values).toEqual([1, 2])
    expect(facts.nodes.map(({ op }) => op)).toEqual(['Constant', 'Identity'])
  })

  it('bounds the number of nodes', () => {
    const one = bytesField(1, [bytesField(1, 'x'), bytesField(2, 'y'), bytesField(4, 'Identity')])
    const many = (count: number) =>
      outcome(
        bytesField(
          7,
          Array.from({ length: count }, () => one),
        ),
      )
    const { nodes } = limits.model
    expect([many(nodes - 1), many(nodes), many(nodes + 1)]).toEqual([nodes - 1, nodes, 'limit'])
  })

  it('bounds the depth of subgraphs', () => {
    const deep = (depth: number) => outcome({ graph: { ...ends, nodes: nested(depth).nodes } })
    const { subgraphDepth } = limits.model
    expect([deep(subgraphDepth - 1), deep(subgraphDepth), deep(subgraphDepth + 1)]).toEqual([1, 1, 'limit'])
  })

  it('bounds the depth of functions', () => {
    const { functionDepth } = limits.model
    expect([functionDepth - 1, functionDepth, functionDepth + 1].map((depth) => outcome(functions(depth)))).toEqual([
      1,
      1,
      'limit',
    ])
  })

  it('allows operators of known domains and of the functions that the model defines', () => {
    const op = (domain: string) => outcome(graph([{ ...identity, domain }]))
    expect(['', 'ai.onnx', 'ai.onnx.ml', 'com.microsoft', 'org.example', 'local'].map(op)).toEqual([
      1,
      1,
      1,
      1,
      'bad-model',
      'bad-model',
    ])
  })

  it('refuses constants larger than the file, dense and sparse', () => {
    const dense = (values: number) =>
      outcome(
        graph([identity], { initializers: [{ name: 'w', type: 'float32', dims: [values], raw: new Uint8Array(4) }] }),
      )
    expect([dense(1), dense(20), dense(10_000)]).toEqual([1, 1, 'bad-model'])
    const sparse = bytesField(7, [bytesField(15, [varintField(3, 50_000), varintField(3, 50_000)])])
    expect(outcome(sparse)).toBe('bad-model')
  })

  it.each([
    ['a wire type that is none', Uint8Array.of(0x3f, 1)],
    ['a length beyond the end', Uint8Array.of(0x3a, 0x7f, 1)],
    ['a number without an end', Uint8Array.of(0x08, 0xff, 0xff)],
    ['a field without a number', Uint8Array.of(0x00, 1)],
    ['a graph given twice', join([bytesField(7, []), bytesField(7, [])])],
    ['no graph', bytesField(2, 'producer')],
    ['a negative length', bytesField(7, [bytesField(5, [varintField(1, -5), varintField(2, 1)])])],
    ['an unknown element type', bytesField(7, [bytesField(5, [varintField(1, 1), varintField(2, 99)])])],
  ])('refuses %s', (_, bytes) => {
    expect(outcome(bytes)).toBe('bad-model')
  })

  it('never fails but by a named refusal, whatever the bytes', () => {
    const good = writeOnnx(functions(3))
    let state = 99
    const random = () => (state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0)
    for (let i = 0; i < 20_000; i++) {
      const bytes = good.slice(0, i % 5 === 0 ? random() % good.length : good.length)
      for (let k = 0; k <= i % 4; k++) bytes[random() % Math.max(1, bytes.length)] = random() >>> 24
      expect(String(outcome(bytes))).toMatch(/^(bad-model|limit|path-escape|\d)$/)
    }
  })
})
