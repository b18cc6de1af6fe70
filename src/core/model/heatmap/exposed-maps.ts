import type { Manifest } from '#shared/manifest.ts'
import type { OutputTensor } from '#core/model/model-output.ts'
import { openByteWindow } from '#core/model/onnx/byte-window.ts'
import { extendGraph } from '#core/model/onnx/extend-graph.ts'
import type { ModelFacts } from '#core/model/onnx/model-facts.ts'
import { walkModel } from '#core/model/onnx/walk-model.ts'
import type { GraphSpec } from '#core/model/onnx/write-onnx.ts'
import { onnxRuntime, type RuntimeInput } from '#core/model/session/runtime.ts'
import { pooledFeatures, type PooledFeatures } from './pooled-features.ts'

/** Graphs larger than this are not held in memory a second time for a heatmap. */
const largest = 512 * 1024 ** 2
const names = {
  maps: 'firstlook:maps',
  weights: 'firstlook:weights',
  kernel: 'firstlook:kernel',
  shape: 'firstlook:shape',
}

/** A graph's class activation maps and the logits that their means make. */
export type ExposedMaps = { readonly maps: OutputTensor; readonly logits: OutputTensor }
type ExposedGraph = {
  ask(input: RuntimeInput): Promise<ExposedMaps>
  close(): Promise<void>
}

/**
 * Opens a graph with one more output: its last feature maps, weighed by the linear layer behind their mean (Zhou et al. 2016). The
 * model's file stays as it is. Undefined where the graph does not end so, keeps its weights outside, or does not take it.
 */
export async function openExposedMaps(
  path: string,
  { name, elementType }: Pick<Manifest['input'], 'name' | 'elementType'>,
  classes: number,
): Promise<ExposedGraph | undefined> {
  const facts = walk(path)
  const tail = pooledFeatures(facts, classes)
  if (tail === undefined || facts.externalFiles.length > 0 || elementType === 'float16') return undefined
  const bytes = extendGraph(path, addition(tail, classes, facts), largest)
  // What is added may not suit the graph, as where its mean is over other axes: then there are no such maps.
  const session = bytes && (await onnxRuntime(bytes, { provider: 'cpu', threads: 1 }).catch(() => undefined))
  return (
    session && {
      async ask(input) {
        const answer = await session.run({ [name]: input }, [names.maps, tail.logits])
        const { [names.maps]: maps, [tail.logits]: logits } = answer
        if (maps === undefined || logits === undefined) throw new Error('a run gives what it was asked for')
        return { maps, logits }
      },
      close: () => session.close(),
    }
  )
}

function walk(path: string): ModelFacts {
  const file = openByteWindow(path)
  try {
    return walkModel(file)
  } finally {
    file.close()
  }
}

function addition(tail: PooledFeatures, classes: number, { outputs }: ModelFacts): Omit<GraphSpec, 'inputs'> {
  const { features, weights, transposed, channels, logits } = tail
  const shape = new Uint8Array(BigInt64Array.from([classes, channels, 1, 1], BigInt).buffer)
  const [rows, turn] = transposed
    ? [names.weights, [{ op: 'Transpose', inputs: [weights], outputs: [names.weights] }]]
    : [weights, []]
  const isOutput = outputs.some(({ name }) => name === logits)
  return {
    nodes: [
      ...turn,
      { op: 'Reshape', inputs: [rows, names.shape], outputs: [names.kernel] },
      { op: 'Conv', inputs: [features, names.kernel], outputs: [names.maps] },
    ],
    initializers: [{ name: names.shape, type: 'int64', dims: [4], raw: shape }],
    outputs: [
      { name: names.maps, type: 'float32', shape: ['n', classes, 'rows', 'columns'] },
      ...(isOutput ? [] : [{ name: logits, type: 'float32' as const, shape: ['n', classes] }]),
    ],
  }
}

/** Each logit less the mean of its map: the class's bias, the same for every picture where the maps are exact. */
function biasesOf({ maps, logits }: ExposedMaps): number[] {
  const values = numbers(maps)
  const cells = values.length / logits.data.length
  return numbers(logits).map((logit, k) => {
    const sum = values.slice(k * cells, (k + 1) * cells).reduce((total, value) => total + value, 0)
    return logit - sum / cells
  })
}

/** Whether the maps make the logits on both of two different pictures, but for rounding and a constant of each class. */
export function areExact(one: ExposedMaps, other: ExposedMaps): boolean {
  const [a, b] = [biasesOf(one), biasesOf(other)]
  const largestLogit = numbers(one.logits).reduce((most, value) => Math.max(most, Math.abs(value)), 1)
  return a.length > 0 && a.every((bias, k) => Math.abs(bias - (b[k] ?? Number.NaN)) <= 1e-3 * largestLogit)
}

const numbers = ({ data }: OutputTensor): number[] => Array.from(data as ArrayLike<number | bigint>, Number)
