import { openByteWindow } from './byte-window.ts'
import { join } from './protobuf-writer.ts'
import { ProtobufReader, type Span } from './protobuf-reader.ts'
import { bytesOfGraph, type GraphSpec } from './write-onnx.ts'

/**
 * The bytes of a model with nodes, constants and outputs put at the end of its graph; the file stays as it is. Undefined where
 * the whole would be larger than `limit` bytes.
 */
export function extendGraph(path: string, added: Omit<GraphSpec, 'inputs'>, limit: number): Uint8Array | undefined {
  const file = openByteWindow(path)
  try {
    if (file.size > limit) return undefined
    const all = file.read(0, file.size).slice()
    const fields = new ProtobufReader(file).fields({ start: 0, end: file.size })
    let before = 0
    for (const field of fields) {
      if (field.number === 7) return spliced(all, { start: before, end: field.end }, field, added)
      before = field.end
    }
    return undefined
  } finally {
    file.close()
  }
}

function spliced(all: Uint8Array, field: Span, graph: Span, added: Omit<GraphSpec, 'inputs'>): Uint8Array {
  const longer = bytesOfGraph(all.subarray(graph.start, graph.end), added)
  return join([all.subarray(0, field.start), longer, all.subarray(field.end)])
}
