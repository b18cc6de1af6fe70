import { hash } from 'node:crypto'
import type { SavedAnalysis } from '#core/pipeline/ports.ts'

/** SHA-256 of a result with what it belongs to: damage of the row that SQLite does not see is seen by it. */
export function hashResult(
  of: { readonly imageId: number; readonly frame: number; readonly modelSha256: string },
  analysis: SavedAnalysis['analysis'],
): string {
  const findings =
    analysis.state === 'done' ? analysis.findings.map(({ label, score, box, mask }) => [label, score, box, mask]) : []
  const text = `[${of.imageId},${of.frame},${JSON.stringify(of.modelSha256)},${canonical(analysis)},${JSON.stringify(findings)}]`
  return hash('sha256', text)
}

/** JSON with the keys of every object in order, so that it is the same however they were written; the findings of a result left out. */
function canonical(value: unknown): string {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'null'
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`
  const held = value as Readonly<Record<string, unknown>>
  let text = ''
  for (const key of Object.keys(held).sort()) {
    const each = held[key]
    if (each === undefined || key === 'findings') continue
    text += `${text === '' ? '' : ','}${JSON.stringify(key)}:${canonical(each)}`
  }
  return `{${text}}`
}
