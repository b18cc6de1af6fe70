import { TriageError } from '#shared/errors.ts'
import { limits } from '#shared/limits.ts'
import type { ByteWindow } from './byte-window.ts'
import { readsOf, type FunctionBody, refuseDeepFunctions } from './function-calls.ts'
import type { ConstantFacts, ModelFacts, NodeFacts, ValueFacts } from './model-facts.ts'
import { malformed, ProtobufReader, type Field, type Span } from './protobuf-reader.ts'
import { readEntry, readTensor, type TensorFacts } from './tensor-reader.ts'
import { readValue } from './value-reader.ts'

/** Operator sets that ONNX Runtime brings; all else would be a program of somebody else's. */
const knownDomains = new Set(['', 'ai.onnx', 'ai.onnx.ml', 'com.microsoft'])
/** Loads compiled code of a device vendor, from another file where it likes. */
const refusedOps = new Set(['EPContext'])

/**
 * Walks a model's protobuf without running anything, and gives what it says of itself. Refuses as `bad-model` operators of
 * unknown domains, external weights outside the model's folder, constants larger than the file, functions that call
 * themselves or each other too deeply, and as `limit` too many nodes or too deep subgraphs (goal M5).
 */
export function walkModel(bytes: ByteWindow): ModelFacts {
  return new Walk(bytes).model()
}

/** A graph or function body while it is walked. */
type Scope = { nodes: NodeFacts[]; constants: Map<string, ConstantFacts>; calls: string[]; size: number }

class Walk {
  readonly #reader: ProtobufReader
  readonly #external = new Map<string, number>()
  readonly #domains = new Map<string, string>()
  #nodes = 0
  #inlineBytes = 0

  constructor(bytes: ByteWindow) {
    this.#reader = new ProtobufReader(bytes)
  }

  model(): ModelFacts {
    const reader = this.#reader
    const metadata: Record<string, string> = {}
    const opsets: Record<string, number> = {}
    const functions: Field[] = []
    let producer = ''
    let graph: Span | undefined
    for (const field of reader.fields({ start: 0, end: reader.bytes.size })) {
      if (field.number === 2) producer = reader.text(field)
      else if (field.number === 7) graph = once(graph, field)
      else if (field.number === 8) Object.assign(opsets, this.#opset(field))
      else if (field.number === 14) Object.assign(metadata, readEntry(reader, field))
      else if (field.number === 25) functions.push(field)
    }
    if (graph === undefined) throw malformed('it holds no graph')
    const main = emptyScope()
    const ends = this.#graph(graph, main, 0)
    const bodies = functions.map((field) => this.#function(field))
    refuseDeepFunctions(main, bodies)
    this.#refuseUnknownDomains(new Set(bodies.map((body) => body.key)))
    if (this.#inlineBytes > reader.bytes.size) throw malformed('its constants are larger than the file')
    return {
      producer,
      opsets,
      metadata,
      inputs: ends.inputs.filter((input) => !main.constants.has(input.name)),
      outputs: ends.outputs,
      nodes: main.nodes,
      constants: main.constants,
      externalFiles: [...this.#external.keys()],
    }
  }

  #opset(span: Span): Record<string, number> {
    let domain = ''
    let version = 0
    for (const field of this.#reader.fields(span)) {
      if (field.number === 1) domain = this.#reader.text(field)
      else if (field.number === 2) version = Number(field.varint)
    }
    return { [domain]: version }
  }

  #graph(span: Span, scope: Scope, depth: number): { inputs: ValueFacts[]; outputs: ValueFacts[] } {
    if (depth > limits.model.subgraphDepth) {
      throw new TriageError('limit', `The model nests subgraphs deeper than ${limits.model.subgraphDepth}.`, 'run')
    }
    const inputs: ValueFacts[] = []
    const outputs: ValueFacts[] = []
    for (const field of this.#reader.fields(span)) {
      if (field.number === 1) this.#node(field, scope, depth)
      else if (field.number === 5) this.#constant(field, scope)
      else if (field.number === 11) inputs.push(readValue(this.#reader, field))
      else if (field.number === 12) outputs.push(readValue(this.#reader, field))
      else if (field.number === 15) this.#sparse(field)
    }
    return { inputs, outputs }
  }

  #node(span: Span, scope: Scope, depth: number): void {
    if (++this.#nodes > limits.model.nodes) {
      throw new TriageError('limit', `The model has more than ${limits.model.nodes} nodes.`, 'run')
    }
    scope.size++
    const reader = this.#reader
    const inputs: string[] = []
    const outputs: string[] = []
    let op = ''
    let domain = ''
    let overload = ''
    let value: TensorFacts | undefined
    for (const field of reader.fields(span)) {
      if (field.number === 1) inputs.push(reader.text(field))
      else if (field.number === 2) outputs.push(reader.text(field))
      else if (field.number === 4) op = reader.text(field, 256)
      else if (field.number === 5) value = this.#attribute(field, scope, depth) ?? value
      else if (field.number === 7) domain = reader.text(field, 256)
      else if (field.number === 8) overload = reader.text(field, 256)
    }
    const key = readsOf(domain, op, overload)
    scope.calls.push(key)
    this.#domains.set(key, domain)
    if (refusedOps.has(op)) throw new TriageError('bad-model', `The operator ${op} is not allowed in a model.`, 'run')
    if (depth > 0) return
    scope.nodes.push({ op, domain, inputs, outputs })
    const [output] = outputs
    if (op === 'Constant' && output !== undefined && value !== undefined) scope.constants.set(output, value)
  }

  /** The tensor of an attribute, if it is one; graphs are walked, one deeper. */
  #attribute(span: Span, scope: Scope, depth: number): TensorFacts | undefined {
    let tensor: Span | undefined
    let graph: Span | undefined
    for (const field of this.#reader.fields(span)) {
      if (field.number === 5) tensor = once(tensor, field)
      else if (field.number === 6) graph = once(graph, field)
      else if (field.number === 10) this.#tensor(field)
      else if (field.number === 11) this.#subgraph(field, scope, depth)
      else if (field.number === 22 || field.number === 23) this.#sparse(field)
    }
    if (graph !== undefined) this.#subgraph(graph, scope, depth)
    return tensor && this.#tensor(tensor)
  }

  #subgraph(span: Span, scope: Scope, depth: number): void {
    const inner = emptyScope()
    this.#graph(span, inner, depth + 1)
    scope.calls.push(...inner.calls)
    scope.size += inner.size
  }

  #constant(span: Span, scope: Scope): void {
    const tensor = this.#tensor(span)
    scope.constants.set(tensor.name, tensor)
  }

  #tensor(span: Span): TensorFacts {
    const tensor = readTensor(this.#reader, span)
    if (tensor.external === undefined) this.#inlineBytes += tensor.leastBytes
    else this.#addExternal(tensor.external)
    if (tensor.bytes > limits.model.bytes) {
      throw new TriageError('limit', `A constant of the model is larger than ${limits.model.bytes} bytes.`, 'run')
    }
    return tensor
  }

  /** The runtime fills a sparse constant up: its full size counts. */
  #sparse(span: Span): void {
    let cells = 4
    for (const field of this.#reader.fields(span)) {
      if (field.number !== 3) continue
      for (const dim of this.#reader.varints(field)) cells *= Number(BigInt.asIntN(64, dim))
    }
    if (!(cells >= 0 && cells <= this.#reader.bytes.size)) throw malformed('its constants are larger than the file')
  }

  #addExternal({ location, end }: { location: string; end: number }): void {
    if (!/^[A-Za-z0-9][A-Za-z0-9._-]{0,127}$/.test(location)) {
      throw new TriageError(
        'path-escape',
        'Expected external weights in a file beside the graph, named with letters, digits, dots and dashes; the model names another place.',
        'run',
      )
    }
    if (end > limits.model.bytes) {
      throw new TriageError('limit', `External weights reach beyond ${limits.model.bytes} bytes.`, 'run')
    }
    this.#external.set(location, Math.max(end, this.#external.get(location) ?? 0))
  }

  #function(span: Span): FunctionBody {
    const scope = emptyScope()
    let name = ''
    let domain = ''
    let overload = ''
    for (const field of this.#reader.fields(span)) {
      if (field.number === 1) name = this.#reader.text(field, 256)
      else if (field.number === 7) this.#node(field, scope, 1)
      else if (field.number === 10) domain = this.#reader.text(field, 256)
      else if (field.number === 13) overload = this.#reader.text(field, 256)
    }
    return { key: readsOf(domain, name, overload), calls: scope.calls, size: scope.size }
  }

  #refuseUnknownDomains(functions: ReadonlySet<string>): void {
    for (const [key, domain] of this.#domains) {
      if (knownDomains.has(domain) || functions.has(key)) continue
      const shown = domain.replaceAll(/[^\w.:-]/g, '?').slice(0, 60)
      throw new TriageError(
        'bad-model',
        `Expected operators of ONNX (domains ai.onnx, ai.onnx.ml, com.microsoft); the model uses the domain "${shown}".`,
        'run',
      )
    }
  }
}

const emptyScope = (): Scope => ({ nodes: [], constants: new Map(), calls: [], size: 0 })

/** Readers merge a message that is given twice; a graph that hides so is none of an exporter's. */
function once(before: Span | undefined, now: Span): Span {
  if (before !== undefined) throw malformed('a part that should stand once stands twice')
  return now
}
