/** A value as Python's `str()` writes it: what exporters put into metadata in place of JSON. */
export type PythonValue =
  | string
  | number
  | boolean
  | undefined
  | readonly PythonValue[]
  | ReadonlyMap<string | number, PythonValue>

/**
 * Reads a Python literal: dicts, lists, tuples, texts with their escapes, numbers, True, False, None. Undefined for what is
 * none, and for nesting deeper than 16.
 */
export function parsePythonLiteral(text: string): PythonValue {
  const parser = new Parser(text)
  try {
    const value = parser.value(0)
    return parser.atEnd() ? value : undefined
  } catch (error) {
    if (error instanceof SyntaxError) return undefined
    throw error
  }
}

const escapes: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r', '\\': '\\', "'": "'", '"': '"' }

class Parser {
  readonly #text: string
  #at = 0

  constructor(text: string) {
    this.#text = text
  }

  atEnd(): boolean {
    this.#skipSpace()
    return this.#at === this.#text.length
  }

  value(depth: number): PythonValue {
    if (depth > 16) throw new SyntaxError('too deep')
    this.#skipSpace()
    switch (this.#text[this.#at]) {
      case '{':
        return this.#dictionary(depth)
      case '[':
        return this.#list(']', depth)
      case '(':
        return this.#list(')', depth)
      case "'":
      case '"':
        return this.#string()
      default:
        return this.#word()
    }
  }

  #dictionary(depth: number): ReadonlyMap<string | number, PythonValue> {
    const map = new Map<string | number, PythonValue>()
    this.#at++
    while (!this.#takes('}')) {
      const key = this.value(depth + 1)
      if (typeof key !== 'string' && typeof key !== 'number') throw new SyntaxError('a key is a text or a number')
      if (!this.#takes(':')) throw new SyntaxError('a key needs a value')
      map.set(key, this.value(depth + 1))
      if (!this.#takes(',') && !this.#sees('}')) throw new SyntaxError('entries are parted by commas')
    }
    return map
  }

  #list(close: string, depth: number): readonly PythonValue[] {
    const list: PythonValue[] = []
    this.#at++
    while (!this.#takes(close)) {
      list.push(this.value(depth + 1))
      if (!this.#takes(',') && !this.#sees(close)) throw new SyntaxError('items are parted by commas')
    }
    return list
  }

  #string(): string {
    const quote = this.#text[this.#at++]
    let value = ''
    for (;;) {
      const character = this.#text[this.#at++]
      if (character === undefined) throw new SyntaxError('a text does not end')
      if (character === quote) return value
      value += character === '\\' ? this.#escape() : character
    }
  }

  #escape(): string {
    const kind = this.#text[this.#at++] ?? ''
    const plain = escapes[kind]
    if (plain !== undefined) return plain
    const length = { x: 2, u: 4, U: 8 }[kind]
    if (length === undefined) return `\\${kind}`
    const digits = this.#text.slice(this.#at, this.#at + length)
    if (!/^[\da-fA-F]+$/.test(digits) || digits.length !== length) throw new SyntaxError('an escape is cut short')
    this.#at += length
    const code = Number.parseInt(digits, 16)
    if (code > 0x10_ffff) throw new SyntaxError('no such character')
    return String.fromCodePoint(code)
  }

  #word(): PythonValue {
    const [word = ''] = /^[^\s,:{}[\]()'"]*/.exec(this.#text.slice(this.#at, this.#at + 64)) ?? []
    this.#at += word.length
    if (word === 'True') return true
    if (word === 'False') return false
    if (word === 'None') return undefined
    if (!/^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$/.test(word)) throw new SyntaxError('no literal')
    return Number(word)
  }

  #skipSpace(): void {
    while (/\s/.test(this.#text[this.#at] ?? 'x')) this.#at++
  }

  #sees(character: string): boolean {
    this.#skipSpace()
    return this.#text[this.#at] === character
  }

  #takes(character: string): boolean {
    const seen = this.#sees(character)
    if (seen) this.#at++
    return seen
  }
}
