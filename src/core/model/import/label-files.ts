import { parsePythonLiteral, type PythonValue } from './python-literal.ts'

/** Names of a `labels.txt` or `classes.txt`: one a line; numbers that only count the lines are left out. */
export function parseLabelLines(text: string): string[] {
  const lines = text.split(/\r?\n/).map((line) => line.trim())
  while (lines.at(-1) === '') lines.pop()
  const counted = lines.length > 0 && lines.every((line, i) => new RegExp(`^${i}[\\s:,;]+\\S`).test(line))
  return counted ? lines.map((line) => line.replace(/^\d+[\s:,;]+/, '')) : lines
}

/** Names of a YOLO `data.yaml`: the `names` entry as a list or map, on one line or one name a line. Undefined without any. */
export function parseDataYaml(text: string): string[] | undefined {
  const lines = text.split(/\r?\n/)
  const at = lines.findIndex((line) => /^names\s*:/.test(line))
  if (at === -1) return undefined
  const inline = (lines[at] ?? '').replace(/^names\s*:\s*/, '').replace(/\s+#.*$/, '')
  if (inline !== '') return namesOf(parsePythonLiteral(quoteWords(inline)))
  const names: string[] = []
  for (const line of lines.slice(at + 1)) {
    const item = /^\s*-\s+(.+)$/.exec(line) ?? /^\s+\d+\s*:\s*(.+)$/.exec(line)
    if (item?.[1] === undefined) break
    names.push(unquote(item[1].replace(/\s+#.*$/, '').trim()))
  }
  return names.length > 0 ? names : undefined
}

/** Class names from a list, or from a map by number; undefined where they do not count from 0 without a gap. */
export function namesOf(value: PythonValue): string[] | undefined {
  if (Array.isArray(value)) return value.every((name) => typeof name === 'string') ? value : undefined
  if (!(value instanceof Map)) return undefined
  const names = Array.from({ length: value.size }, (_, i) => value.get(i) ?? value.get(String(i)))
  return names.every((name) => typeof name === 'string') ? names : undefined
}

/** YAML lets names stand without quotes where Python does not. */
function quoteWords(text: string): string {
  return text.replaceAll(/('(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*")|([^\s[\]{},:'"][^[\]{},:'"]*)/g, (_, quoted, word) => {
    if (quoted !== undefined) return quoted
    const plain = String(word).trim()
    return /^\d+$/.test(plain) ? plain : JSON.stringify(plain)
  })
}

const unquote = (text: string) => text.replace(/^(['"])(.*)\1$/, '$2')
