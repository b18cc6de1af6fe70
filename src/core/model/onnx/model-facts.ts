/** An input or output as the graph declares it; a dimension that is not a number is not fixed. */
export type ValueFacts = {
  readonly name: string
  /** `TensorProto.DataType`; 0 for what is no tensor. */
  readonly elementType: number
  readonly shape: readonly (number | string)[]
}

export type NodeFacts = {
  readonly op: string
  readonly domain: string
  readonly inputs: readonly string[]
  readonly outputs: readonly string[]
}

/** A constant of the graph: its dimensions, and its values where they are few and floating point. */
export type ConstantFacts = { readonly dims: readonly number[]; readonly values: readonly number[] | undefined }

/** What can be known of a model without running it. */
export type ModelFacts = {
  readonly producer: string
  readonly opsets: Readonly<Record<string, number>>
  readonly metadata: Readonly<Record<string, string>>
  /** Inputs that are no constants. */
  readonly inputs: readonly ValueFacts[]
  readonly outputs: readonly ValueFacts[]
  /** Nodes of the main graph, subgraphs and functions left out. */
  readonly nodes: readonly NodeFacts[]
  readonly constants: ReadonlyMap<string, ConstantFacts>
  /** Files beside the graph that hold weights, each once. */
  readonly externalFiles: readonly string[]
}
