import { appendFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { toCsvRecord } from '#core/export/index.ts'
import { researchNotice } from '#shared/notice.ts'

/** What became of an attribute of a file; without a file the image is held, or was refused for a kind of failure. */
export type ChangeRecord = readonly [imageId: number, file: string, attribute: string, what: string]

/** Writes the next lines of a de-identification's `report.csv`, at the beginning with its head. */
export async function reportChanges({
  folder,
  begin,
  records,
}: {
  readonly folder: string
  readonly begin: boolean
  readonly records: readonly ChangeRecord[]
}): Promise<void> {
  const path = join(folder, 'report.csv')
  const head = toCsvRecord(['image_id', 'file', 'attribute', 'what', researchNotice])
  const lines = records.map((values) => toCsvRecord([...values, undefined])).join('')
  if (begin) await writeFile(path, head + lines, { mode: 0o600, flush: true })
  else await appendFile(path, lines, { flush: true })
}
