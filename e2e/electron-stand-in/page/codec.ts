/** A value that JSON can carry, made of one that it cannot. */
export type Encoded = null | boolean | number | string | readonly Encoded[] | { readonly [key: string]: Encoded }

export type Codec = { readonly encode: (value: unknown) => Encoded; readonly decode: (value: Encoded) => unknown }

type Base64 = {
  readonly toBase64: (bytes: Uint8Array) => string
  readonly fromBase64: (text: string) => Uint8Array<ArrayBuffer>
}

/**
 * Values as Electron's structured clone carries them, written as JSON: typed arrays, buffers, maps, sets, dates, big
 * integers, `undefined`, NaN and the infinities, errors. A function or another thing that cannot be cloned is refused
 * with Electron's words. Self-contained: its text also runs in the page.
 */
export function makeCodec({ toBase64, fromBase64 }: Base64): Codec {
  const views = {
    Int8Array,
    Uint8Array,
    Uint8ClampedArray,
    Int16Array,
    Uint16Array,
    Int32Array,
    Uint32Array,
    Float32Array,
    Float64Array,
    BigInt64Array,
    BigUint64Array,
    DataView,
  }
  const errors = { Error, EvalError, RangeError, ReferenceError, SyntaxError, TypeError, URIError }
  const nameOf = (value: object): string => Object.prototype.toString.call(value).slice(8, -1)
  const refuse = (): never => {
    throw new Error('An object could not be cloned.')
  }

  function encode(value: unknown, above: readonly object[] = []): Encoded {
    if (value === null || typeof value === 'string' || typeof value === 'boolean') return value
    if (value === undefined) return { $: 'undefined' }
    if (typeof value === 'bigint') return { $: 'bigint', d: String(value) }
    if (typeof value === 'number') {
      return Number.isFinite(value) && !Object.is(value, -0)
        ? value
        : { $: 'number', d: Object.is(value, -0) ? '-0' : String(value) }
    }
    if (typeof value !== 'object' || above.includes(value)) return refuse()
    const inner = [...above, value]
    if (Array.isArray(value)) return value.map((item) => encode(item, inner))
    if (ArrayBuffer.isView(value)) {
      const bytes = new Uint8Array(value.buffer as ArrayBuffer, value.byteOffset, value.byteLength)
      const type = nameOf(value)
      return { $: 'view', t: type in views ? type : 'Uint8Array', d: toBase64(bytes) }
    }
    const name = nameOf(value)
    if (name === 'ArrayBuffer') return { $: 'buffer', d: toBase64(new Uint8Array(value as ArrayBuffer)) }
    if (name === 'Date') return { $: 'date', d: encode((value as Date).getTime()) }
    if (name === 'Map')
      return {
        $: 'map',
        d: [...(value as Map<unknown, unknown>)].map(([k, v]) => [encode(k, inner), encode(v, inner)]),
      }
    if (name === 'Set') return { $: 'set', d: [...(value as Set<unknown>)].map((item) => encode(item, inner)) }
    if (name === 'Error') {
      const { name: t, message } = value as Error
      return { $: 'error', t: t in errors ? t : 'Error', d: message }
    }
    if (name !== 'Object') return refuse()
    const entries = Object.entries(value).map(([key, item]) => [key, encode(item, inner)] as const)
    return '$' in value ? { $: 'object', d: entries.map((entry) => [...entry]) } : Object.fromEntries(entries)
  }

  function decode(value: Encoded): unknown {
    if (value === null || typeof value !== 'object') return value
    if (Array.isArray(value)) return value.map(decode)
    const tagged = value as { $?: string; t?: string; d?: never }
    switch (tagged.$) {
      case undefined:
        return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, decode(item as Encoded)]))
      case 'undefined':
        return undefined
      case 'bigint':
        return BigInt(tagged.d ?? 0)
      case 'number':
        return Number(tagged.d)
      case 'view': {
        const { buffer } = fromBase64(tagged.d ?? '')
        return new views[tagged.t as 'Uint8Array'](buffer)
      }
      case 'buffer':
        return fromBase64(tagged.d ?? '').buffer
      case 'date':
        return new Date(decode(tagged.d ?? null) as number)
      case 'map':
        return new Map((tagged.d as unknown as [Encoded, Encoded][]).map(([k, v]) => [decode(k), decode(v)]))
      case 'set':
        return new Set((tagged.d as unknown as Encoded[]).map(decode))
      case 'error':
        return new errors[tagged.t as 'Error'](tagged.d)
      default:
        return Object.fromEntries(
          (tagged.d as unknown as [string, Encoded][]).map(([key, item]) => [key, decode(item)]),
        )
    }
  }

  return { encode: (value) => encode(value), decode }
}
