import { hash } from 'node:crypto'
import type { SavedAnalysis } from '#core/pipeline/ports.ts'

/** SHA-256 of a result with what it belongs to: damage of the row that SQLite does not see is seen by it. */
export function hashResult(
  of: { readonly imageId: number; readonly frame: number; readonly modelSha256: string },
  analysis: SavedAnalysis['analysis'],
): string {
  const findings =
    analysis.state === 'done' ? analysis.findings.map(({ label, score, box, mask }) => [label, score, box, mask]) : []
  const rest = { ...analysis, findings: undefined }
  return hash('sha256', JSON.stringify([of.imageId, of.frame, of.modelSha256, sortKeys(rest), findings]))
}

/** The same value whatever the order in which its keys were written. */
function sortKeys(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sortKeys)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, each]) => [key, sortKeys(each)]),
  )
}
