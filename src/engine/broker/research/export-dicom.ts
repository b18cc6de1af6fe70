import { mkdir } from 'node:fs/promises'
import type { Engine } from '#engine/broker/start-engine.ts'
import { isTriageError, type Failure } from '#shared/errors.ts'
import { patientIdentity } from '#shared/patient-identity.ts'
import type { WorklistFilter } from '#shared/worklist.ts'

export type DicomExport = {
  readonly folder: string
  readonly filter: WorklistFilter
  readonly burnedInConfirmed: boolean
}

/** What was written, what waits for a person to look at its pixels, and what could not be written, by our own ids. */
export type DicomExported = {
  readonly rows: number
  readonly held: number
  readonly files: readonly {
    readonly imageId: number
    readonly name: string
    readonly kept: number
    readonly changed: number
    readonly removed: number
  }[]
  readonly refused: readonly (Pick<Failure, 'kind' | 'message'> & { readonly imageId: number })[]
}

const batch = 100

/** Writes the DICOM files of the studies that match, without what names their patients. One that cannot be stops nothing. */
export async function exportDicom(
  engine: Engine,
  { folder, filter, burnedInConfirmed }: DicomExport,
): Promise<DicomExported> {
  await mkdir(folder, { recursive: true, mode: 0o700 })
  const files: DicomExported['files'][number][] = []
  const refused: DicomExported['refused'][number][] = []
  let held = 0
  for (let after: number | undefined = 0; after !== undefined;) {
    const found: Awaited<ReturnType<Engine['store']['exportImages']>> = await engine.store.exportImages({
      filter,
      after,
      limit: batch,
    })
    for (const { imageId, location, study } of found.rows) {
      try {
        const request = { location, folder, patientIdentity: patientIdentity(study.patient), burnedInConfirmed }
        const made = await engine.decode.deidentify(request)
        if (made.held) held += 1
        else files.push({ imageId, ...made })
      } catch (error) {
        if (!isTriageError(error) || error.kind === 'cancelled') throw error
        refused.push({ imageId, kind: error.kind, message: error.message })
      }
    }
    after = found.next
  }
  const detail = { format: 'dicom', rows: files.length, held, refused: refused.length, identified: false }
  await engine.store.audit({ action: 'export', subject: 'dicom', detail })
  return { rows: files.length, held, files, refused }
}
