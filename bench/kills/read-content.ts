import { hash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { openStore, type Store } from '#core/store/index.ts'
import { groupOfStudy, thresholdsInUse } from '#core/triage/index.ts'

/** Rows as text, without what differs from run to run – times, our own numbers –, and what is wrong with the folder. */
export type Content = { readonly rows: readonly string[]; readonly problems: readonly string[] }

const questions = {
  patient: `SELECT patient_id, issuer, birth_date, sex, name FROM patients`,
  study: `SELECT study_instance_uid, accession_number, description FROM studies`,
  series: `SELECT series_instance_uid, modality FROM series`,
  image: `SELECT sop_instance_uid, header_hash, sha256, pixel_sha256, copied, availability, conflict FROM images`,
  // Of the same file twice, either may come first.
  outcomes: `SELECT outcome, state, count(*), count(image_id) FROM items WHERE job_id = 1 GROUP BY outcome, state`,
  refused: `SELECT display_path, failure FROM items WHERE outcome = 'refused' AND job_id = 1`,
  analysis: `SELECT i.sop_instance_uid, a.frame, a.model_sha256, a.state, a.scores, a.reasons, a.failure, a.replaced
    FROM analyses a JOIN images i ON i.id = a.image_id`,
  finding: `SELECT i.sop_instance_uid, f.label, f.score FROM findings f JOIN analyses a ON a.id = f.analysis_id
    JOIN images i ON i.id = a.image_id`,
  list: `SELECT s.study_instance_uid, w.group_rank, w.reasons, w.top_score, w.images, w.queued FROM worklist w
    JOIN studies s ON s.id = w.study_id`,
  thumbnails: `SELECT count(*) FROM thumbnails`,
  // A kill between the job's end and the program's leaves nothing to go on with: the next start makes a job of duplicates.
  jobs: `SELECT kind, state, walked FROM jobs WHERE id = 1`,
  due: `SELECT count(*) FROM worklist_due`,
  said: `SELECT action, count(*) FROM audit WHERE (action = 'refuse' AND subject = 'job:1') OR action = 'analyse' GROUP BY action`,
  imports: `SELECT count(*) FROM audit WHERE action = 'import' AND subject LIKE 'image:%'`,
}

export async function readContent(dataFolder: string): Promise<Content> {
  const store = openStore({
    dataFolder,
    database: join(dataFolder, 'firstlook.sqlite'),
    auditHead: join(dataFolder, 'audit-head.json'),
    onNetworkDrive: false,
    rules: { groupOfStudy, thresholdsInUse },
    now: () => new Date(),
    door: 'bench',
  })
  const rows = Object.entries(questions).flatMap(([name, question]) =>
    store.db
      .prepare(question)
      .raw()
      .all()
      .map((row) => `${name} ${JSON.stringify(row)}`),
  )
  const problems = await soundness(store)
  store.close()
  return { rows: rows.sort(), problems: [...problems, ...openToOthers(dataFolder)] }
}

/** What is wrong with an opened data folder: its database, its audit chain, its copies, what was left aside. */
export async function soundness(store: Store): Promise<string[]> {
  const problems: string[] = []
  if (store.db.pragma('integrity_check', { simple: true }) !== 'ok') problems.push('the database is damaged')
  if ((store.db.pragma('foreign_key_check') as unknown[]).length > 0)
    problems.push('rows without the row they refer to')
  const audit = await store.audit.verify()
  if (!audit.intact) problems.push(`the audit chain is ${audit.why}`)
  const known = new Set(store.db.prepare('SELECT sha256 FROM images WHERE copied = 1').pluck().all() as string[])
  return [...problems, ...copiesOf(store.options.dataFolder, known)]
}

/** Every copy that a row knows is there and whole; no other file lies beside them, none is half written. */
function copiesOf(dataFolder: string, known: ReadonlySet<string>): string[] {
  const problems: string[] = []
  for (const sha256 of known) {
    const path = join(dataFolder, 'objects', sha256.slice(0, 2), sha256.slice(2))
    if (!existsSync(path)) problems.push('a copy is missing')
    else if (hash('sha256', readFileSync(path)) !== sha256) problems.push('a copy is damaged')
  }
  const all = readdirSync(join(dataFolder, 'objects'), { recursive: true, withFileTypes: true })
  const files = all.filter((entry) => entry.isFile()).length
  if (files !== known.size) problems.push(`${files} copies for ${known.size} images`)
  if (readdirSync(join(dataFolder, 'temp')).length > 0) problems.push('a half-written file is left')
  return problems
}

function openToOthers(dataFolder: string): string[] {
  return readdirSync(dataFolder, { recursive: true, withFileTypes: true })
    .filter((entry) => !entry.parentPath.includes('models') && entry.name !== 'models')
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((path) => (statSync(path).mode & 0o077) !== 0)
    .map((path) => `others may open ${path.slice(dataFolder.length)}`)
}
