/** A value as JSON has it. */
type Plain = string | number | boolean | null | readonly Plain[] | { readonly [key: string]: Plain }

type Line = { readonly indent: number; readonly text: string }

const deepest = 32

/**
 * Reads the part of YAML that people's settings are written in: maps and lists by indentation or in brackets, quoted and plain words,
 * numbers, comments. Undefined for anything else – anchors, tags, texts over several lines –, which is never guessed at.
 */
export function parseYaml(text: string): Plain | undefined {
  try {
    const lines = joinBrackets(toLines(text))
    const reader = new Blocks(lines)
    const value = reader.block(0, lines[0]?.indent ?? 0)
    return reader.atEnd() ? value : undefined
  } catch (error) {
    if (error instanceof SyntaxError) return undefined
    throw error
  }
}

function toLines(text: string): Line[] {
  return text.split(/\r?\n/).flatMap((raw) => {
    if (/^\s*\t/.test(raw)) throw new SyntaxError('tabs do not indent')
    const plain = withoutComment(raw).trimEnd()
    if (plain.trim() === '' || plain === '---') return []
    return [{ indent: plain.length - plain.trimStart().length, text: plain.trimStart() }]
  })
}

/** A comment begins at a # that stands first or after a space, outside quotes. */
function withoutComment(line: string): string {
  let quote = ''
  for (let i = 0; i < line.length; i++) {
    const character = line[i] ?? ''
    if (quote !== '') quote = character === quote && line[i - 1] !== '\\' ? '' : quote
    else if ((character === '"' || character === "'") && /[\s[{,:]|^$/.test(line[i - 1] ?? '')) quote = character
    else if (character === '#' && /\s|^$/.test(line[i - 1] ?? '')) return line.slice(0, i)
  }
  return line
}

/** Lists and maps in brackets may go over several lines: they become one. */
function joinBrackets(lines: readonly Line[]): Line[] {
  const joined: Line[] = []
  let open = 0
  for (const line of lines) {
    const last = joined.at(-1)
    if (open > 0 && last !== undefined) joined[joined.length - 1] = { ...last, text: `${last.text} ${line.text}` }
    else joined.push(line)
    open += opened(line.text)
  }
  return joined
}

function opened(text: string): number {
  const bare = text.replaceAll(/'[^']*'|"(?:[^"\\]|\\.)*"/g, '')
  return (bare.match(/[[{]/g)?.length ?? 0) - (bare.match(/[\]}]/g)?.length ?? 0)
}

const keyed = /^("(?:[^"\\]|\\.)*"|'[^']*'|[^\s"'[\]{},#&*!|>%@`][^:]*?)\s*:(?:\s+(.*))?$/

class Blocks {
  readonly #lines: Line[]
  #at = 0

  constructor(lines: Line[]) {
    this.#lines = lines
  }

  atEnd(): boolean {
    return this.#at === this.#lines.length
  }

  /** The lines at one indentation, as a map, a list or a word. */
  block(depth: number, indent: number): Plain {
    if (depth > deepest) throw new SyntaxError('too deep')
    const line = this.#lines[this.#at]
    if (line === undefined || line.indent < indent) return null
    if (/^-(\s|$)/.test(line.text)) return this.#list(depth, line.indent)
    if (keyed.test(line.text)) return this.#map(depth, line.indent)
    this.#at++
    return inline(line.text)
  }

  #list(depth: number, indent: number): Plain {
    const list: Plain[] = []
    for (let line = this.#lines[this.#at]; line?.indent === indent; line = this.#lines[this.#at]) {
      if (!/^-(\s|$)/.test(line.text)) break
      const rest = line.text.slice(1).trimStart()
      if (rest === '') {
        this.#at++
        list.push(this.#below(depth, indent))
      } else {
        // What stands behind the dash is a block of its own, as deep as it stands.
        this.#lines[this.#at] = { indent: indent + line.text.length - rest.length, text: rest }
        list.push(this.block(depth + 1, indent + 1))
      }
    }
    return list
  }

  #map(depth: number, indent: number): Plain {
    const entries: [string, Plain][] = []
    for (let line = this.#lines[this.#at]; line?.indent === indent; line = this.#lines[this.#at]) {
      const [, key, rest = ''] = keyed.exec(line.text) ?? []
      if (key === undefined) throw new SyntaxError('an entry needs a key')
      this.#at++
      // A list may stand as far left as its key.
      const next = this.#lines[this.#at]
      const isList = next?.indent === indent && /^-(\s|$)/.test(next.text)
      const value = rest !== '' ? inline(rest) : isList ? this.#list(depth + 1, indent) : this.#below(depth, indent)
      entries.push([String(inline(key)), value])
    }
    return Object.fromEntries(entries)
  }

  #below(depth: number, indent: number): Plain {
    const next = this.#lines[this.#at]
    return next !== undefined && next.indent > indent ? this.block(depth + 1, next.indent) : null
  }
}

/** A value on one line. */
function inline(text: string): Plain {
  const flow = new Flow(text)
  const value = flow.value(0, '')
  flow.end()
  return value
}

class Flow {
  readonly #text: string
  #at = 0

  constructor(text: string) {
    this.#text = text
  }

  value(depth: number, stops: string): Plain {
    if (depth > deepest) throw new SyntaxError('too deep')
    this.#skip()
    const character = this.#text[this.#at] ?? ''
    if (character === '[') return this.#list(depth)
    if (character === '{') return this.#map(depth)
    if (character === '"' || character === "'") return this.#quoted(character)
    if (/[&*!|>%@`]/.test(character)) throw new SyntaxError('not part of what is read')
    return this.#word(stops)
  }

  end(): void {
    this.#skip()
    if (this.#at < this.#text.length) throw new SyntaxError('more than one value')
  }

  #list(depth: number): Plain {
    const list: Plain[] = []
    this.#at++
    while (!this.#takes(']')) {
      list.push(this.value(depth + 1, ',]'))
      if (!this.#takes(',') && !this.#sees(']')) throw new SyntaxError('items are parted by commas')
    }
    return list
  }

  #map(depth: number): Plain {
    const entries: [string, Plain][] = []
    this.#at++
    while (!this.#takes('}')) {
      const key = this.value(depth + 1, ':')
      if (!this.#takes(':')) throw new SyntaxError('a key needs a value')
      entries.push([String(key), this.value(depth + 1, ',}')])
      if (!this.#takes(',') && !this.#sees('}')) throw new SyntaxError('entries are parted by commas')
    }
    return Object.fromEntries(entries)
  }

  #quoted(quote: string): string {
    const [whole, body = ''] =
      (quote === '"' ? /^"((?:[^"\\]|\\.)*)"/ : /^'((?:[^']|'')*)'/).exec(this.#text.slice(this.#at)) ?? []
    if (whole === undefined) throw new SyntaxError('a text does not end')
    this.#at += whole.length
    if (quote === "'") return body.replaceAll("''", "'")
    return body.replaceAll(/\\(.)/g, (_, escaped: string) => ({ n: '\n', t: '\t' })[escaped] ?? escaped)
  }

  #word(stops: string): Plain {
    const start = this.#at
    while (this.#at < this.#text.length && !stops.includes(this.#text[this.#at] ?? '')) this.#at++
    const word = this.#text.slice(start, this.#at).trim()
    if (stops === '' && /:\s/.test(word)) throw new SyntaxError('a map on one line needs braces')
    if (word === 'true' || word === 'True') return true
    if (word === 'false' || word === 'False') return false
    if (word === 'null' || word === '~' || word === '') return null
    return /^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$/.test(word) ? Number(word) : word
  }

  #skip(): void {
    while (this.#text[this.#at] === ' ') this.#at++
  }

  #sees(character: string): boolean {
    this.#skip()
    return this.#text[this.#at] === character
  }

  #takes(character: string): boolean {
    const seen = this.#sees(character)
    if (seen) this.#at++
    return seen
  }
}
