import { TriageError } from '#shared/errors.ts'
import type { ByteWindow } from './byte-window.ts'

/** A part of the file that holds one message, text or packed list. */
export type Span = { readonly start: number; readonly end: number }

/** One field of a message: its number, and a varint's value or where its bytes lie. */
export type Field = Span & { readonly number: number; readonly wire: 0 | 1 | 2 | 5; readonly varint: bigint }

/** Fields that a walk may look at: a bound on time whatever the file says. */
const fieldBudget = 20_000_000

/** Reads protobuf messages field by field, skipping what is not asked for; refuses, as `bad-model`, what is malformed. */
export class ProtobufReader {
  readonly bytes: ByteWindow
  #left = fieldBudget

  constructor(bytes: ByteWindow) {
    this.bytes = bytes
  }

  /** The fields of the message in a span, in the file's order. */
  *fields({ start, end }: Span): Generator<Field> {
    for (let at = start; at < end;) {
      if (--this.#left < 0) throw new TriageError('limit', `The model has more than ${fieldBudget} fields.`, 'run')
      const tag = this.#varint(at, end)
      const number = Number(tag.value >> 3n)
      const wire = Number(tag.value & 7n)
      if (number < 1 || number > 0x1fff_ffff) throw malformed('a field has no valid number')
      const body = tag.end
      switch (wire) {
        case 0: {
          const value = this.#varint(body, end)
          yield { number, wire, varint: value.value, start: body, end: value.end }
          at = value.end
          break
        }
        case 1:
        case 5: {
          at = body + (wire === 1 ? 8 : 4)
          if (at > end) throw malformed('a number is cut short')
          yield { number, wire, varint: 0n, start: body, end: at }
          break
        }
        case 2: {
          const length = this.#varint(body, end)
          if (length.value > BigInt(end - length.end)) throw malformed('a field is longer than what holds it')
          at = length.end + Number(length.value)
          yield { number, wire, varint: 0n, start: length.end, end: at }
          break
        }
        default:
          throw malformed(`a field has the wire type ${wire}`)
      }
    }
  }

  /** UTF-8 text of a span; refuses what is longer than `limit` bytes. */
  text({ start, end }: Span, limit = 65_536): string {
    if (end - start > limit) throw new TriageError('limit', `A text in the model is longer than ${limit} bytes.`, 'run')
    return new TextDecoder().decode(this.bytes.read(start, end - start))
  }

  /** Integers of a repeated field, which stands alone or packed. */
  *varints(field: Field): Generator<bigint> {
    if (field.wire === 0) yield field.varint
    else if (field.wire === 2) {
      for (let at = field.start; at < field.end;) {
        if (--this.#left < 0) throw new TriageError('limit', `The model has more than ${fieldBudget} fields.`, 'run')
        const { value, end } = this.#varint(at, field.end)
        yield value
        at = end
      }
    } else throw malformed('a whole number has a wrong wire type')
  }

  #varint(start: number, end: number): { value: bigint; end: number } {
    const bytes = this.bytes.read(start, Math.min(10, end - start))
    // Nearly all numbers take one byte or two.
    const [first = 255, second = 255] = bytes
    if (first < 128) return { value: BigInt(first), end: start + 1 }
    if (second < 128) return { value: BigInt((first & 127) | (second << 7)), end: start + 2 }
    let value = 0n
    for (let i = 0; i < bytes.length; i++) {
      const byte = bytes[i] ?? 0
      value |= BigInt(byte & 127) << BigInt(7 * i)
      if (byte < 128) return { value: BigInt.asUintN(64, value), end: start + i + 1 }
    }
    throw malformed('a number is cut short')
  }
}

export const malformed = (why: string): TriageError =>
  new TriageError('bad-model', `Expected a well-formed ONNX file; ${why}.`, 'run')
