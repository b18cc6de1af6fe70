import { mkdir } from 'node:fs/promises'
import type { ChangeRecord } from '#engine/decode/report-changes.ts'
import type { Engine } from '#engine/broker/start-engine.ts'
import type { Region } from '#shared/domain.ts'
import { isTriageError, type Failure } from '#shared/errors.ts'
import { patientIdentity } from '#shared/patient-identity.ts'
import type { WorklistFilter } from '#shared/worklist.ts'

export type DicomExport = {
  readonly folder: string
  readonly filter: WorklistFilter
  readonly burnedInConfirmed: boolean
  /** Blanked in the pictures in which text may stand, in pixels of the stored image. */
  readonly masks: readonly Region[]
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
    readonly masked: boolean
  }[]
  readonly refused: readonly (Pick<Failure, 'kind' | 'message'> & { readonly imageId: number })[]
}

const batch = 100
const reportedAtOnce = 5_000

/**
 * Writes the DICOM files of the studies that match, without what names their patients, and `report.csv` with what became of
 * every attribute of each. One that cannot be written stops nothing. `onFile` is told how many it has come to.
 */
export async function exportDicom(
  engine: Engine,
  asked: DicomExport,
  onFile: (read: number) => void = () => {},
): Promise<DicomExported> {
  const { folder, filter, burnedInConfirmed, masks } = asked
  await mkdir(folder, { recursive: true, mode: 0o700 })
  const files: DicomExported['files'][number][] = []
  const refused: DicomExported['refused'][number][] = []
  let held = 0
  let told: ChangeRecord[] = []
  const report = async (begin: boolean) => {
    await engine.decode.reportChanges({ folder, begin, records: told })
    told = []
  }
  await report(true)
  const seen = new Map<string, number>()
  let read = 0
  for await (const { imageId, location, study, sopInstanceUid } of imagesOf(engine, filter)) {
    onFile((read += 1))
    const ordinal = seen.get(sopInstanceUid) ?? 0
    seen.set(sopInstanceUid, ordinal + 1)
    try {
      const identity = patientIdentity(study.patient)
      const made = await engine.decode.deidentify({
        ordinal,
        location,
        folder,
        patientIdentity: identity,
        burnedInConfirmed,
        masks,
      })
      if (made.held) {
        held += 1
        told.push([imageId, '', '', 'held'])
        continue
      }
      const { name, kept, changes } = made
      told.push(...changes.map(({ attribute, what }) => [imageId, name, attribute, what] as const))
      const removed = changes.filter(({ what }) => what === 'removed').length
      const masked = changes.some(({ what }) => what === 'masked')
      files.push({ imageId, name, kept, changed: changes.length - removed, removed, masked })
    } catch (error) {
      if (!isTriageError(error) || error.kind === 'cancelled') throw error
      refused.push({ imageId, kind: error.kind, message: error.message })
      told.push([imageId, '', '', error.kind])
    }
    if (told.length > reportedAtOnce) await report(false)
  }
  await report(false)
  const detail = { format: 'dicom', rows: files.length, held, refused: refused.length, identified: false }
  await engine.store.audit({ action: 'export', subject: 'dicom', detail })
  return { rows: files.length, held, files, refused }
}

async function* imagesOf({ store }: Engine, filter: WorklistFilter) {
  for (let after: number | undefined = 0; after !== undefined;) {
    const found: Awaited<ReturnType<typeof store.exportImages>> = await store.exportImages({
      filter,
      after,
      limit: batch,
    })
    yield* found.rows
    after = found.next
  }
}
