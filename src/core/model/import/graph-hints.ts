import type { ModelFacts, NodeFacts } from '#core/model/onnx/model-facts.ts'

/** What stands before an output: an activation of the graph's own, a linear layer (so logits), or something else. */
export type Tail = 'sigmoid' | 'softmax' | 'log-softmax' | 'linear' | 'unknown'

const passing = new Set(['Identity', 'Reshape', 'Flatten', 'Squeeze', 'Unsqueeze', 'Cast', 'Transpose', 'Dropout'])
const linear = new Set(['Gemm', 'MatMul', 'Add', 'Conv', 'BatchNormalization', 'QLinearMatMul', 'DequantizeLinear'])

/** Follows an output back through nodes that only move values, to what made them. */
export function tailOf({ nodes }: ModelFacts, output: string): Tail {
  const makers = new Map(nodes.flatMap((node) => node.outputs.map((name) => [name, node] as const)))
  let node = makers.get(output)
  for (let i = 0; node !== undefined && passing.has(node.op) && i < 16; i++) node = makers.get(node.inputs[0] ?? '')
  if (node === undefined) return 'unknown'
  if (node.op === 'Sigmoid' || node.op === 'HardSigmoid') return 'sigmoid'
  if (node.op === 'Softmax') return 'softmax'
  if (node.op === 'LogSoftmax') return 'log-softmax'
  return linear.has(node.op) ? 'linear' : 'unknown'
}

/** What the graph does to its input before anything else, told by a constant; undefined when nothing gives it away. */
export function headHint(
  { nodes, constants }: ModelFacts,
  input: string,
): 'zero-one' | '0-255' | 'minus-one-one' | undefined {
  const readers = new Map<string, NodeFacts[]>()
  for (const node of nodes) for (const name of node.inputs) readers.set(name, [...(readers.get(name) ?? []), node])
  let name = input
  for (let i = 0; i < 6; i++) {
    const followers = readers.get(name) ?? []
    const [node] = followers
    if (node === undefined || followers.length > 1) return undefined
    if (['Mul', 'Div', 'Sub', 'Add'].includes(node.op)) {
      const constant = node.inputs.filter((other) => other !== name).map((other) => constants.get(other)?.values)[0]
      const hint = constant && byConstant(node.op, constant)
      if (hint !== undefined) return hint
      if (constant === undefined) return undefined
    } else if (!passing.has(node.op)) return undefined
    name = node.outputs[0] ?? ''
  }
  return undefined
}

function byConstant(op: string, values: readonly number[]) {
  const highest = values.reduce((most, value) => Math.max(most, Math.abs(value)), 0)
  const near = (value: number) => Math.abs(highest - value) <= value * 0.02
  if (op === 'Mul' && (near(1 / 255) || near(1 / 127.5))) return '0-255'
  if (op === 'Div' && (near(255) || near(127.5))) return '0-255'
  if ((op === 'Sub' || op === 'Add') && values.length === 3 && highest > 100 && highest < 130) return '0-255'
  if ((op === 'Sub' || op === 'Add') && values.length === 3 && near(0.485)) return 'zero-one'
  if (op === 'Mul' && near(1024)) return 'minus-one-one'
  return undefined
}

/** The score below which the graph itself drops detections: the one constant within 0..1 that scores are compared with. */
export function scoreFloorOf({ nodes, constants }: ModelFacts): number | undefined {
  const compared = nodes.filter(({ op }) => op === 'Greater' || op === 'GreaterOrEqual')
  const floors = compared.flatMap(({ inputs }) => {
    const values = constants.get(inputs[1] ?? '')?.values
    const [value] = values ?? []
    return values?.length === 1 && value !== undefined && value > 0 && value < 1 ? [value] : []
  })
  const [floor] = floors
  return floor !== undefined && floors.every((value) => value === floor) ? Math.round(floor * 1e6) / 1e6 : undefined
}
