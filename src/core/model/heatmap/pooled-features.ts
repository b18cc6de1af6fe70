import type { ModelFacts, NodeFacts } from '#core/model/onnx/model-facts.ts'

/** Where a graph's last linear layer weighs the means of feature maps: the maps, the weights and the logits. */
export type PooledFeatures = {
  readonly features: string
  readonly weights: string
  /** Whether a row of the weights belongs to a feature rather than to a class. */
  readonly transposed: boolean
  readonly channels: number
  readonly logits: string
}

const passing = new Set(['Identity', 'Reshape', 'Flatten', 'Squeeze', 'Dropout'])
const pooling = new Set(['GlobalAveragePool', 'ReduceMean'])

/**
 * Finds the tail feature maps → mean over the picture → linear layer of `classes` outputs, as DenseNet, ResNet and others
 * end. Undefined where the graph has none or several. Whether the means really are over the picture shows when it runs.
 */
export function pooledFeatures({ nodes, constants }: ModelFacts, classes: number): PooledFeatures | undefined {
  const makers = new Map(nodes.flatMap((node) => node.outputs.map((name) => [name, node] as const)))
  const found = nodes.flatMap((node) => {
    if (node.op !== 'Gemm' && node.op !== 'MatMul') return []
    const [pooled = '', weights = ''] = node.inputs
    const dims = constants.get(weights)?.dims ?? []
    const [rows = 0, columns = 0] = dims
    if (dims.length !== 2 || rows === columns || (rows !== classes && columns !== classes)) return []
    const pool = poolBehind(makers, pooled)
    const features = pool?.inputs[0]
    if (features === undefined) return []
    const transposed = columns === classes
    const channels = transposed ? rows : columns
    return [{ features, weights, transposed, channels, logits: biased(node, nodes, constants) }]
  })
  return found.length === 1 ? found[0] : undefined
}

function poolBehind(makers: ReadonlyMap<string, NodeFacts>, name: string): NodeFacts | undefined {
  let node = makers.get(name)
  for (let i = 0; node !== undefined && passing.has(node.op) && i < 8; i++) node = makers.get(node.inputs[0] ?? '')
  return node !== undefined && pooling.has(node.op) ? node : undefined
}

/** The linear layer's output, with the bias that some graphs add after it. */
function biased(linear: NodeFacts, nodes: readonly NodeFacts[], constants: ModelFacts['constants']): string {
  const [product = ''] = linear.outputs
  const readers = nodes.filter(({ inputs }) => inputs.includes(product))
  const [next] = readers
  const adds =
    readers.length === 1 && next?.op === 'Add' && next.inputs.some((name) => name !== product && constants.has(name))
  return adds ? (next.outputs[0] ?? product) : product
}
