import { readFile } from 'node:fs/promises'
import {
  createPseudonyms,
  type ExportImage,
  type Identity,
  identified,
  openCrosswalk,
  placedFindings,
  projectKey,
  pseudonymised,
  sealCrosswalk,
  toCsvRecord,
  writeCoco,
  writeCsv,
  writeDurably,
  writeJsonLines,
  writeYolo,
} from '#core/export/index.ts'
import { toDataFolder } from '#core/intake/index.ts'
import * as core from '#core/store/index.ts'
import type { Holder } from '#engine/store/holder.ts'
import { TriageError } from '#shared/errors.ts'
import { researchNotice } from '#shared/notice.ts'
import type { WorklistFilter } from '#shared/worklist.ts'
import { everyRow } from './every-row.ts'
import { toExportImage, toExportModels, toExportReading } from './to-export-rows.ts'

/** What a person asks to be written, and where. */
export type ExportJob = {
  readonly format: 'csv' | 'coco' | 'yolo' | 'jsonl'
  readonly level: 'study' | 'image' | 'finding' | 'reading'
  readonly path: string
  readonly filter: WorklistFilter
  readonly identified: boolean
  readonly byteOrderMark: boolean
  /** Writes the table from pseudonyms to identities beside the export, sealed with this. */
  readonly crosswalkPassphrase?: string | undefined
  /** Rows written so far, every thousand. */
  readonly onProgress?: ((rows: number) => void) | undefined
}

const batchStudies = 200
const pageRows = 500

/** Writing what is stored to files: row by row, others served in between, and one audit record. */
export function exportMethods(held: Holder) {
  const progress: Progress = { read: undefined }
  return {
    async exportRun(job: ExportJob): Promise<{ readonly rows: number }> {
      using _running = begun(progress)
      const keys = toDataFolder(held.store.options.dataFolder).keys
      const pseudonyms = createPseudonyms(await projectKey(keys))
      const identity = job.identified ? identified : pseudonymised(pseudonyms)
      const rows = await write(held.store, job, identity, progress)
      const { format, level, crosswalkPassphrase } = job
      if (crosswalkPassphrase !== undefined) await writeCrosswalk(held.store, job, identity, crosswalkPassphrase)
      const subject = format === 'csv' ? `csv:${level}` : format
      core.record(held.store, { action: 'export', subject, detail: { format, rows, identified: job.identified } })
      return { rows }
    },

    /** How many images, or readings, the export that runs has come past; absent while none runs. */
    exportProgress: (): { readonly read: number | undefined } => ({ read: progress.read }),

    /** Opens a sealed crosswalk beside an export, as CSV. */
    async crosswalkOpen({ path, passphrase }: { readonly path: string; readonly passphrase: string }): Promise<string> {
      const sealed = await readFile(path).catch((cause: unknown) => {
        throw new TriageError('missing', 'Expected a crosswalk; the file cannot be opened.', 'export', { cause })
      })
      const csv = openCrosswalk(sealed, passphrase)
      core.record(held.store, { action: 'export', subject: 'crosswalk', detail: { format: 'csv', identified: true } })
      return csv
    },

    /** The files of a job that are not simply in, with why. */
    async problemsExport({
      jobId,
      path,
    }: {
      readonly jobId: number
      readonly path: string
    }): Promise<{ readonly rows: number }> {
      const problems = (after?: string) => core.listProblems(held.store, { jobId, after, limit: pageRows })
      const rows = await writeDurably(path, async (sink) => {
        await sink.write(toCsvRecord(['outcome', 'path', 'kind', 'message', researchNotice]))
        let written = 0
        for await (const { kind, path: file, failure, what } of everyRow(problems)) {
          await sink.write(toCsvRecord([kind, file, failure?.kind, failure?.message ?? what, undefined]))
          written += 1
        }
        return written
      })
      core.record(held.store, { action: 'export', subject: `job:${jobId}`, detail: { format: 'problems-csv', rows } })
      return { rows }
    },

    /** The whole audit trail as CSV, the latest record first. */
    async auditExport({ path }: { readonly path: string }): Promise<{ readonly rows: number }> {
      const records = (after?: string) => core.listAudit(held.store, { after, limit: pageRows })
      const rows = await writeDurably(path, async (sink) => {
        await sink.write(
          toCsvRecord(['sequence', 'at', 'action', 'actor', 'subject', 'detail', 'hash', researchNotice]),
        )
        let written = 0
        for await (const { sequence, at, action, actor, subject, detail, hash } of everyRow(records)) {
          await sink.write(toCsvRecord([sequence, at, action, actor, subject, JSON.stringify(detail), hash, undefined]))
          written += 1
        }
        return written
      })
      core.record(held.store, { action: 'export', subject: 'audit', detail: { format: 'csv', rows } })
      return { rows }
    },
  }
}

type Progress = { read: number | undefined }

function begun(progress: Progress): Disposable {
  progress.read = 0
  return {
    [Symbol.dispose]() {
      progress.read = undefined
    },
  }
}

async function* counted<Row>(rows: AsyncIterable<Row>, progress: Progress): AsyncGenerator<Row> {
  for await (const row of rows) {
    progress.read = (progress.read ?? 0) + 1
    yield row
  }
}

function write(store: core.Store, job: ExportJob, identity: Identity, progress: Progress): Promise<number> {
  const images = () => counted(imagesOf(store, job.filter), progress)
  switch (job.format) {
    case 'csv': {
      const { path, byteOrderMark, level, onProgress } = job
      const models = toExportModels(core.listModels(store))
      const referenceSets = [...new Set(core.listReferences(store).map(({ name }) => name))].toSorted()
      const options = { path, byteOrderMark, identity, models, referenceSets, ...(onProgress && { onProgress }) }
      return level === 'reading'
        ? writeCsv({ level, readings: counted(readingsOf(store, job.filter), progress) }, options)
        : writeCsv({ level, images: images() }, options)
    }
    case 'jsonl':
      return writeJsonLines(job.path, images(), identity)
    case 'coco':
      return writeCoco(job.path, boxed(images(), identity), labelsOf(store))
    case 'yolo':
      return writeYolo(job.path, boxed(images(), identity), labelsOf(store))
  }
}

async function* imagesOf(store: core.Store, filter: WorklistFilter): AsyncGenerator<ExportImage> {
  const read = (after?: number) => core.exportImages(store, { filter, after, limit: batchStudies })
  for await (const image of everyRow(read)) yield toExportImage(image)
}

async function* readingsOf(store: core.Store, filter: WorklistFilter) {
  const read = (after?: number) => core.exportReadings(store, { filter, after, limit: batchStudies })
  for await (const reading of everyRow(read)) yield toExportReading(reading)
}

/** Named as the export of DICOM files names them: of two different files with one SOPInstanceUID the second is `UID-1.dcm`. */
async function* boxed(images: AsyncIterable<ExportImage>, identity: Identity) {
  const seen = new Map<string, number>()
  for await (const image of images) {
    const uid = identity.uid(image.sopInstanceUid)
    const ordinal = seen.get(uid) ?? 0
    seen.set(uid, ordinal + 1)
    yield {
      name: `${uid}${ordinal === 0 ? '' : `-${ordinal}`}.dcm`,
      width: image.columns,
      height: image.rows,
      findings: placedFindings(image),
    }
  }
}

const labelsOf = (store: core.Store): string[] => [
  ...new Set(toExportModels(core.listModels(store)).flatMap(({ labels }) => labels)),
]

/** Pseudonym and identity of every patient and image of the export; readable only with the passphrase. */
async function writeCrosswalk(
  store: core.Store,
  job: ExportJob,
  identity: Identity,
  passphrase: string,
): Promise<void> {
  const head = ['pseudonymous_patient_id', 'patient_id', 'pseudonymous_sop_instance_uid', 'sop_instance_uid', 'path']
  const records = [toCsvRecord(head)]
  for await (const image of imagesOf(store, job.filter)) {
    const { patientId, sopInstanceUid, path } = image
    records.push(toCsvRecord([identity.patient(image), patientId, identity.uid(sopInstanceUid), sopInstanceUid, path]))
  }
  const sealed = sealCrosswalk(records.join(''), passphrase)
  await writeDurably(`${job.path}.crosswalk`, async (sink) => sink.write(sealed))
}
