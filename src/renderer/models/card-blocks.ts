/** A piece of a card. */
export type CardBlock =
  | { readonly kind: 'heading'; readonly text: string }
  | { readonly kind: 'paragraph'; readonly text: string }
  | { readonly kind: 'list'; readonly items: readonly string[] }
  | { readonly kind: 'table'; readonly head: readonly string[]; readonly rows: readonly (readonly string[])[] }
  | { readonly kind: 'code'; readonly text: string }

const cells = (line: string) =>
  line
    .trim()
    .replace(/^\||\|$/g, '')
    .split('|')
    .map((cell) => plain(cell.trim()))

/** Marks of emphasis and links are taken off; a card is somebody else's text and is shown as text alone. */
function plain(text: string): string {
  return text.replaceAll(/\[([^\]]*)\]\([^)]*\)/g, '$1').replaceAll(/\*\*|__|`|(?<!\w)\*|\*(?!\w)/g, '')
}

/** Reads the headings, paragraphs, lists, tables and code of a card in Markdown; whatever else stands there stays text. */
export function toBlocks(markdown: string): readonly CardBlock[] {
  const groups = markdown.replaceAll('\r', '').split(/\n{2,}|\n(?=#)|(?<=^#.*)\n/m)
  return groups.flatMap((group): CardBlock[] => {
    const lines = group.split('\n').filter((line) => line.trim() !== '')
    const [first = ''] = lines
    if (lines.length === 0) return []
    if (first.startsWith('#')) return [{ kind: 'heading', text: plain(first.replace(/^#+\s*/, '')) }]
    if (first.startsWith('```'))
      return [{ kind: 'code', text: lines.filter((line) => !line.startsWith('```')).join('\n') }]
    if (first.trim().startsWith('|')) {
      const [head = '', , ...rows] = lines
      return [{ kind: 'table', head: cells(head), rows: rows.map(cells) }]
    }
    if (/^\s*[-*]\s/.test(first)) return [{ kind: 'list', items: toItems(lines) }]
    return [{ kind: 'paragraph', text: plain(lines.join(' ')) }]
  })
}

function toItems(lines: readonly string[]): readonly string[] {
  const items: string[] = []
  for (const line of lines) {
    if (/^\s*[-*]\s/.test(line)) items.push(line.replace(/^\s*[-*]\s+/, ''))
    else items.push(`${items.pop() ?? ''} ${line.trim()}`)
  }
  return items.map(plain)
}
