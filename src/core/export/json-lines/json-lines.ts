import { TriageError } from '#shared/errors.ts'
import { researchNotice } from '#shared/notice.ts'
import type { Identity } from '#core/export/csv/identity.ts'
import { writeDurably } from '#core/export/durable-file.ts'
import type { ExportImage } from '#core/export/export-rows.ts'

/** One image as a line of JSON: all that an export holds of it, identifiers as the identity writes them. */
export type JsonLine = Omit<ExportImage, 'studyId' | 'imageId' | 'patientIdentity'>

/** Writes JSON Lines: first the notice, then one object an image. Returns the images written. */
export function writeJsonLines(path: string, images: AsyncIterable<ExportImage>, identity: Identity): Promise<number> {
  return writeDurably(path, async (sink) => {
    await sink.write(`${JSON.stringify({ notice: researchNotice, format: 'firstlook-images', version: 1 })}\n`)
    let count = 0
    for await (const image of images) {
      await sink.write(`${JSON.stringify(toJsonLine(image, identity))}\n`)
      count += 1
    }
    return count
  })
}

export function toJsonLine(image: ExportImage, identity: Identity): JsonLine {
  const { studyId: _study, imageId: _image, patientIdentity: _identity, ...rest } = image
  return {
    ...rest,
    patientId: identity.patient(image),
    ageYears: identity.age(image.ageYears),
    accessionNumber: identity.accession(image.accessionNumber),
    studyInstanceUid: identity.uid(image.studyInstanceUid),
    seriesInstanceUid: identity.uid(image.seriesInstanceUid),
    sopInstanceUid: identity.uid(image.sopInstanceUid),
    path: identity.path(image.path),
    modality: identity.modality(image.modality),
    view: identity.view(image.view),
    acquiredAt: identity.acquired(image),
    analyses: image.analyses.map((one) => ({ ...one, analysedAt: identity.instant(one.analysedAt, image) })),
  }
}

/** Reads JSON Lines back. Refuses what is none with `bad-labels`. */
export function readJsonLines(text: string): JsonLine[] {
  const [head, ...lines] = text.split('\n').filter((line) => line !== '')
  if (head === undefined || parse(head)['format'] !== 'firstlook-images') {
    throw new TriageError('bad-labels', 'Expected a file of exported images; the first line says otherwise.', 'export')
  }
  return lines.map((line) => parse(line) as unknown as JsonLine)
}

function parse(line: string): Record<string, unknown> {
  try {
    return JSON.parse(line) as Record<string, unknown>
  } catch (cause) {
    throw new TriageError('bad-labels', 'Expected one JSON object a line; one is none.', 'export', { cause })
  }
}
