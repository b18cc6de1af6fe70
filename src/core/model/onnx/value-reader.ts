import type { ValueFacts } from './model-facts.ts'
import type { ProtobufReader, Span } from './protobuf-reader.ts'

/** Reads a `ValueInfoProto` (onnx.proto): name, element type and dimensions of a tensor. */
export function readValue(reader: ProtobufReader, span: Span): ValueFacts {
  let name = ''
  let value: Pick<ValueFacts, 'elementType' | 'shape'> = { elementType: 0, shape: [] }
  for (const field of reader.fields(span)) {
    if (field.number === 1) name = reader.text(field)
    else if (field.number === 2) {
      for (const kind of reader.fields(field)) if (kind.number === 1) value = readTensorType(reader, kind)
    }
  }
  return { name, ...value }
}

function readTensorType(reader: ProtobufReader, span: Span): Pick<ValueFacts, 'elementType' | 'shape'> {
  let elementType = 0
  const shape: (number | string)[] = []
  for (const field of reader.fields(span)) {
    if (field.number === 1) elementType = Number(field.varint)
    else if (field.number === 2) {
      for (const dim of reader.fields(field)) if (dim.number === 1) shape.push(readDimension(reader, dim))
    }
  }
  return { elementType, shape }
}

function readDimension(reader: ProtobufReader, span: Span): number | string {
  for (const field of reader.fields(span)) {
    if (field.number === 1) {
      const length = Number(BigInt.asIntN(64, field.varint))
      // Exporters write -1 or 0 for what is not fixed.
      return length > 0 ? length : '?'
    }
    if (field.number === 2) return reader.text(field, 1_024)
  }
  return '?'
}
