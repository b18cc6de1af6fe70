import { TriageError } from '#shared/errors.ts'
import type { ConstantFacts } from './model-facts.ts'
import { malformed, type ProtobufReader, type Span } from './protobuf-reader.ts'

export type TensorFacts = ConstantFacts & {
  readonly name: string
  /** What its dimensions and type say it takes in memory. */
  readonly bytes: number
  /** The least that its values take in the file: whole numbers may be written in one byte each. */
  readonly leastBytes: number
  /** File beside the graph that holds its values, and how far into it they reach; undefined when they stand in the graph. */
  readonly external: { readonly location: string; readonly end: number } | undefined
}

/** Values of constants up to this length are kept: enough for thresholds, means and scales. */
const keptValues = 64

/** Bytes an element by `TensorProto.DataType`; texts count as one, four-bit types as one half. */
const elementBytes: Readonly<Record<number, number>> = {
  1: 4,
  2: 1,
  3: 1,
  4: 2,
  5: 2,
  6: 4,
  7: 8,
  8: 1,
  9: 1,
  10: 2,
  11: 8,
  12: 4,
  13: 8,
  14: 8,
  15: 16,
  16: 2,
  17: 1,
  18: 1,
  19: 1,
  20: 1,
  21: 0.5,
  22: 0.5,
  23: 0.5,
}

/** Reads a `TensorProto` (onnx.proto) but for the values of a large one. */
export function readTensor(reader: ProtobufReader, span: Span): TensorFacts {
  const dims: number[] = []
  const external: Record<string, string> = {}
  let type = 0
  let name = ''
  let isExternal = false
  let raw: Span | undefined
  const floats: Span[] = []
  for (const field of reader.fields(span)) {
    if (field.number === 1) for (const dim of reader.varints(field)) dims.push(toDimension(dim))
    else if (field.number === 2) type = Number(field.varint)
    else if (field.number === 4) floats.push(field)
    else if (field.number === 8) name = reader.text(field)
    else if (field.number === 9) raw = field
    else if (field.number === 13) Object.assign(external, readEntry(reader, field))
    else if (field.number === 14) isExternal = field.varint === 1n
  }
  if (dims.length > 64) throw new TriageError('limit', 'A constant of the model has more than 64 axes.', 'run')
  const size = elementBytes[type]
  if (size === undefined) throw malformed(`a constant is of the unknown type ${type}`)
  const count = dims.reduce((product, dim) => product * dim, 1)
  const bytes = Math.ceil(count * size)
  const placed = isExternal || 'location' in external ? toExternal(external, bytes) : undefined
  const kept = type === 1 && count <= keptValues && placed === undefined
  return {
    name,
    dims,
    bytes,
    leastBytes: Math.floor(count * Math.min(1, size)),
    external: placed,
    values: kept ? readFloats(reader, raw ? [raw] : floats, count) : undefined,
  }
}

/** A `StringStringEntryProto` as one entry of a record. */
export function readEntry(reader: ProtobufReader, span: Span): Record<string, string> {
  let key = ''
  let value = ''
  for (const field of reader.fields(span)) {
    if (field.number === 1) key = reader.text(field)
    else if (field.number === 2) value = reader.text(field, 1024 ** 2)
  }
  return { [key]: value }
}

function toDimension(value: bigint): number {
  const signed = BigInt.asIntN(64, value)
  if (signed < 0n) throw malformed('a constant has a negative length')
  return Number(signed)
}

function toExternal(entries: Readonly<Record<string, string>>, bytes: number): { location: string; end: number } {
  const location = entries['location'] ?? ''
  const offset = toCount(entries['offset'] ?? '0')
  const length = entries['length'] === undefined ? bytes : toCount(entries['length'])
  return { location, end: offset + length }
}

function toCount(text: string): number {
  if (!/^\d{1,15}$/.test(text)) throw malformed('the place of external weights is no whole number')
  return Number(text)
}

function readFloats(reader: ProtobufReader, spans: readonly Span[], count: number): number[] | undefined {
  const values = spans.flatMap(({ start, end }) => {
    const bytes = reader.bytes.read(start, end - start)
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
    return Array.from({ length: Math.floor(bytes.length / 4) }, (_, i) => view.getFloat32(4 * i, true))
  })
  return values.length === count ? values : undefined
}
