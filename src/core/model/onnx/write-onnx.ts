import { bytesField, floatField, join, varintField, type ProtobufField } from './protobuf-writer.ts'

/** Element types of `TensorProto.DataType` that the writer knows. */
const elementTypes = { float32: 1, uint8: 2, int32: 6, int64: 7, bool: 9, float16: 10 } as const
type ElementType = keyof typeof elementTypes

/** A graph input or output; a text is the name of a dimension that is not fixed. */
type ValueSpec = {
  readonly name: string
  readonly type: ElementType
  readonly shape: readonly (number | string)[]
}

/** An attribute: integers are bigint (or a list of them), floats are numbers, a graph is a nested one. */
export type AttributeSpec =
  | bigint
  | number
  | string
  | readonly bigint[]
  | { readonly tensor: TensorSpec }
  | { readonly graph: GraphSpec }

export type NodeSpec = {
  readonly op: string
  readonly inputs: readonly string[]
  readonly outputs: readonly string[]
  readonly domain?: string
  readonly attributes?: Readonly<Record<string, AttributeSpec>>
}

/** A constant: its values as raw little-endian bytes, or where it lies outside the file. */
export type TensorSpec = {
  readonly name: string
  readonly type: ElementType
  readonly dims: readonly (number | bigint)[]
  readonly raw?: Uint8Array
  readonly external?: Readonly<Record<string, string>>
}

export type GraphSpec = {
  readonly nodes: readonly NodeSpec[]
  readonly inputs: readonly ValueSpec[]
  readonly outputs: readonly ValueSpec[]
  readonly initializers?: readonly TensorSpec[]
}

type FunctionSpec = {
  readonly domain: string
  readonly name: string
  readonly inputs: readonly string[]
  readonly outputs: readonly string[]
  readonly nodes: readonly NodeSpec[]
}

export type ModelSpec = {
  readonly graph: GraphSpec
  readonly functions?: readonly FunctionSpec[]
  readonly opsets?: Readonly<Record<string, number>>
  readonly metadata?: Readonly<Record<string, string>>
}

/** The bytes of an ONNX model (onnx.proto, IR version 8, opset 16 unless told): for graphs made in code. */
export function writeOnnx(model: ModelSpec): Uint8Array<ArrayBuffer> {
  const opsets = model.opsets ?? { '': 16 }
  return join([
    varintField(1, 8),
    ...Object.entries(opsets).map((opset) => bytesField(8, opsetFields(opset))),
    bytesField(7, graphFields(model.graph)),
    ...Object.entries(model.metadata ?? {}).map((entry) => bytesField(14, entryFields(entry))),
    ...(model.functions ?? []).map((definition) => bytesField(25, functionFields(definition, opsets))),
  ])
}

const opsetFields = ([domain, version]: readonly [string, number]) => [bytesField(1, domain), varintField(2, version)]
const entryFields = ([key, value]: readonly [string, string]) => [bytesField(1, key), bytesField(2, value)]

/** A model's graph field: the bytes of a graph as they are, and more parts after them. */
export function bytesOfGraph(known: Uint8Array, added: Omit<GraphSpec, 'inputs'>): ProtobufField {
  return bytesField(7, [known, ...graphParts({ ...added, inputs: [] })])
}

const graphFields = (graph: GraphSpec): ProtobufField[] => [bytesField(2, 'graph'), ...graphParts(graph)]

function graphParts(graph: GraphSpec): ProtobufField[] {
  return [
    ...graph.nodes.map((node) => bytesField(1, nodeFields(node))),
    ...(graph.initializers ?? []).map((tensor) => bytesField(5, tensorFields(tensor))),
    ...graph.inputs.map((value) => bytesField(11, valueFields(value))),
    ...graph.outputs.map((value) => bytesField(12, valueFields(value))),
  ]
}

function nodeFields(node: NodeSpec): ProtobufField[] {
  return [
    ...node.inputs.map((name) => bytesField(1, name)),
    ...node.outputs.map((name) => bytesField(2, name)),
    bytesField(4, node.op),
    ...Object.entries(node.attributes ?? {}).map((entry) => bytesField(5, attributeFields(entry))),
    ...(node.domain === undefined ? [] : [bytesField(7, node.domain)]),
  ]
}

function attributeFields([name, value]: readonly [string, AttributeSpec]): ProtobufField[] {
  const named = bytesField(1, name)
  if (typeof value === 'bigint') return [named, varintField(3, value), varintField(20, 2)]
  if (typeof value === 'number') return [named, floatField(2, value), varintField(20, 1)]
  if (typeof value === 'string') return [named, bytesField(4, value), varintField(20, 3)]
  if ('tensor' in value) return [named, bytesField(5, tensorFields(value.tensor)), varintField(20, 4)]
  if ('graph' in value) return [named, bytesField(6, graphFields(value.graph)), varintField(20, 5)]
  return [named, ...value.map((integer) => varintField(8, integer)), varintField(20, 7)]
}

function tensorFields(tensor: TensorSpec): ProtobufField[] {
  return [
    ...tensor.dims.map((dim) => varintField(1, dim)),
    varintField(2, elementTypes[tensor.type]),
    bytesField(8, tensor.name),
    ...(tensor.raw === undefined ? [] : [bytesField(9, tensor.raw)]),
    ...Object.entries(tensor.external ?? {}).map((entry) => bytesField(13, entryFields(entry))),
    ...(tensor.external === undefined ? [] : [varintField(14, 1)]),
  ]
}

function valueFields(value: ValueSpec): ProtobufField[] {
  const dims = value.shape.map((dim) =>
    bytesField(1, [typeof dim === 'number' ? varintField(1, dim) : bytesField(2, dim)]),
  )
  return [
    bytesField(1, value.name),
    bytesField(2, [bytesField(1, [varintField(1, elementTypes[value.type]), bytesField(2, dims)])]),
  ]
}

function functionFields(definition: FunctionSpec, opsets: Readonly<Record<string, number>>): ProtobufField[] {
  return [
    bytesField(1, definition.name),
    ...definition.inputs.map((name) => bytesField(4, name)),
    ...definition.outputs.map((name) => bytesField(5, name)),
    ...definition.nodes.map((node) => bytesField(7, nodeFields(node))),
    ...Object.entries(opsets).map((opset) => bytesField(9, opsetFields(opset))),
    bytesField(10, definition.domain),
  ]
}
