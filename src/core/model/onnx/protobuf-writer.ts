/** One encoded field of a protobuf message; a message is the list of its fields. */
export type ProtobufField = Uint8Array

/** A varint field (wire type 0): integers and enumerations, negatives as 64-bit two's complement. */
export function varintField(field: number, value: number | bigint): ProtobufField {
  return Uint8Array.from([...varint(BigInt(field << 3)), ...varint(BigInt.asUintN(64, BigInt(value)))])
}

/** A length-delimited field (wire type 2): text, bytes or an embedded message. */
export function bytesField(field: number, value: string | Uint8Array | readonly ProtobufField[]): ProtobufField {
  const body = typeof value === 'string' ? new TextEncoder().encode(value) : join(value)
  return join([Uint8Array.from([...varint(BigInt((field << 3) | 2)), ...varint(BigInt(body.length))]), body])
}

/** A 32-bit float field (wire type 5), little endian. */
export function floatField(field: number, value: number): ProtobufField {
  const bytes = new Uint8Array(5)
  bytes[0] = (field << 3) | 5
  new DataView(bytes.buffer).setFloat32(1, value, true)
  return bytes
}

/** The fields one after the other: a message's bytes. */
export function join(parts: Uint8Array | readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const list = parts instanceof Uint8Array ? [parts] : parts
  const joined = new Uint8Array(list.reduce((length, part) => length + part.length, 0))
  let offset = 0
  for (const part of list) {
    joined.set(part, offset)
    offset += part.length
  }
  return joined
}

function varint(value: bigint): number[] {
  const bytes: number[] = []
  let rest = value
  while (rest > 127n) {
    bytes.push(Number(rest & 127n) | 128)
    rest >>= 7n
  }
  return [...bytes, Number(rest)]
}
