/** What a graph gave back, by output name, before any threshold. Copied out of the runtime. */
export type ModelOutput = {
  readonly tensors: Readonly<Record<string, OutputTensor>>
}

export type OutputTensor = {
  readonly shape: readonly number[]
  readonly data: Float32Array | BigInt64Array | Int32Array | Uint8Array
}
