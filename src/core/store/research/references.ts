import { setImmediate as breathe } from 'node:timers/promises'
import type { ReferenceMapping, ReferenceSet } from '#shared/evaluation.ts'
import type { Box } from '#shared/geometry.ts'
import { actorOf } from '#core/store/intake/items.ts'
import type { Store } from '#core/store/store.ts'
import { createMatcher, type Match, type Target } from './match-cases.ts'

/** One row of a file of labels: its number in the file, counted from 1, the case it names and what it says. */
export type LabelRow = {
  readonly row: number
  readonly id: string
  readonly label: string
  /** Other identifiers of the row, for where its first finds no case. */
  readonly otherwise?: readonly { readonly match: Match; readonly id: string }[]
  /** Boxes of the label, of a file that holds any. */
  readonly boxes?: readonly { readonly box: Box; readonly of: 'pixels' | 'fractions' }[]
}

export type NewReferenceSet = {
  readonly name: string
  readonly mapping: ReferenceMapping
  readonly rows: readonly LabelRow[]
}

type SetRow = {
  readonly id: number
  readonly name: string
  readonly imported_at: string
  readonly mapping: string
  readonly matched: number
  readonly unmatched: string
}

const slice = 500
const negative = new Set(['no-finding', 'no finding', 'normal', '0', 'negative', ''])

/** Whether a label counts as positive: one of those named, else anything but no-finding, normal, 0, negative or empty. */
function isPositive(label: string, named: readonly string[]): boolean {
  const value = label.trim().toLowerCase()
  if (named.length > 0) return named.some((each) => each.trim().toLowerCase() === value)
  return !negative.has(value)
}

/** What each row of a file of labels says of which case, and the rows that decide nothing. */
export type MatchedLabels = {
  readonly match: Match
  readonly labels: readonly {
    readonly target: Target
    readonly positive: boolean
    readonly value: string
    /** In pixels of the stored image. */
    readonly boxes?: readonly Box[] | undefined
  }[]
  readonly unmatched: ReferenceSet['unmatched']
}

/** Matches rows of labels to images, studies or patients, and stores nothing. */
export async function matchLabels(
  store: Store,
  { mapping, rows }: Pick<NewReferenceSet, 'mapping' | 'rows'>,
): Promise<MatchedLabels> {
  const matcher = createMatcher(store)
  const match = mapping.match === 'auto' ? await chooseMatch(matcher, rows) : mapping.match
  const unmatched: ReferenceSet['unmatched'] = []
  const labels = new Map<
    string,
    { target: Target; positive: boolean; value: string; row: LabelRow } | 'contradictory'
  >()
  for (const [i, row] of rows.entries()) {
    if (i % slice === slice - 1) await breathe()
    const target = findCase(matcher, match, row)
    if (typeof target === 'string') {
      unmatched.push({ row: row.row, id: row.id, why: target })
      continue
    }
    const key = `${target.unit}/${target.id}`
    const positive = isPositive(row.label, mapping.positive)
    const other = labels.get(key)
    if (other === undefined) labels.set(key, { target, positive, value: row.label, row })
    else if (other === 'contradictory' || other.positive !== positive || areOtherScores(other.value, row.label)) {
      if (other !== 'contradictory') unmatched.push({ row: other.row.row, id: other.row.id, why: 'contradictory' })
      unmatched.push({ row: row.row, id: row.id, why: 'contradictory' })
      labels.set(key, 'contradictory')
    }
  }
  const kept = [...labels.values()]
    .filter((each) => each !== 'contradictory')
    .map(({ target, positive, value, row }) => ({ target, positive, value, boxes: pixelBoxes(store, target, row) }))
  unmatched.sort((a, b) => a.row - b.row)
  return { match, labels: kept, unmatched }
}

/** The boxes of an image's row in its pixels; undefined where the file has none to give. */
function pixelBoxes(store: Store, { unit, id }: Target, { boxes }: LabelRow): readonly Box[] | undefined {
  if (boxes === undefined || unit !== 'image') return undefined
  const [columns = 0, rows = 0] = store
    .sql(`SELECT header ->> '$.image.columns', header ->> '$.image.rows' FROM images WHERE id = ?`)
    .raw()
    .get(id) as [number?, number?]
  return boxes.map(({ box: [x, y, width, height], of }) =>
    of === 'pixels' ? [x, y, width, height] : [x * columns, y * rows, width * columns, height * rows],
  )
}

/** The case of a row by its first identifier, else by the first other one that finds one: a lossy copy of a file has another SOPInstanceUID and the same path. */
function findCase(matcher: ReturnType<typeof createMatcher>, match: Match, { id, otherwise = [] }: LabelRow) {
  const target = matcher.find(match, id)
  if (typeof target !== 'string') return target
  for (const other of otherwise) {
    const found = matcher.find(other.match, other.id)
    if (typeof found !== 'string') return found
  }
  return target
}

/**
 * Stores a reference standard: each row matched to an image, study or patient. Rows that name no case, several, or
 * contradict another row of their case are listed and decide nothing.
 */
export async function importReference(store: Store, { name, mapping, rows }: NewReferenceSet): Promise<ReferenceSet> {
  const { match, labels: kept, unmatched } = await matchLabels(store, { mapping, rows })
  const set = { name, importedAt: store.now(), mapping: { ...mapping, match }, matched: kept.length, unmatched }
  const id = store.commit(
    () => {
      const { lastInsertRowid } = store
        .sql('INSERT INTO reference_sets (name, imported_at, mapping, matched, unmatched) VALUES (?, ?, ?, ?, ?)')
        .run(name, set.importedAt, JSON.stringify(set.mapping), kept.length, JSON.stringify(unmatched))
      const insert = store.sql('INSERT INTO reference_labels VALUES (?, ?, ?, ?, ?)')
      const insertBox = store.sql('INSERT INTO reference_boxes (set_id, image_id, boxes) VALUES (?, ?, ?)')
      for (const { target, positive, value, boxes } of kept) {
        insert.run(lastInsertRowid, target.unit, target.id, Number(positive), value)
        if (boxes) insertBox.run(lastInsertRowid, target.id, JSON.stringify(boxes))
      }
      return Number(lastInsertRowid)
    },
    (added) => [
      {
        action: 'reference',
        actor: actorOf(store),
        subject: `reference:${added}`,
        detail: { matched: kept.length, unmatched: unmatched.length },
      },
    ],
  )
  return { id, ...set, areScores: kept.some(({ value }) => isScore(value)) }
}

/** Two numbers that differ: a case has one score. */
function areOtherScores(a: string, b: string): boolean {
  const [first, second] = [toScore(a), toScore(b)]
  return first !== undefined && second !== undefined && first !== second
}

function toScore(text: string): number | undefined {
  const score = text.trim() === '' ? Number.NaN : Number(text)
  return Number.isFinite(score) ? score : undefined
}

/** The labels of a set that are numbers, as scores of other software. */
export function readScores(store: Store, setId: number): { readonly target: Target; readonly score: number }[] {
  const rows = store
    .sql('SELECT unit, target_id, value FROM reference_labels WHERE set_id = ? ORDER BY unit, target_id')
    .all(setId) as { unit: Target['unit']; target_id: number; value: string }[]
  return rows.flatMap(({ unit, target_id, value }) => {
    const score = toScore(value)
    return score === undefined ? [] : [{ target: { unit, id: target_id }, score }]
  })
}

/** The way of matching that finds the most cases. */
async function chooseMatch(matcher: ReturnType<typeof createMatcher>, rows: readonly LabelRow[]): Promise<Match> {
  let best: { match: Match; found: number } = { match: 'sop-instance-uid', found: -1 }
  for (const match of ['sop-instance-uid', 'path', 'accession', 'study-instance-uid', 'patient-id'] as const) {
    const found = rows.filter(({ id }) => typeof matcher.find(match, id) !== 'string').length
    if (found > best.found) best = { match, found }
    await breathe()
  }
  return best.match
}

const isScore = (value: string) => ![undefined, 0, 1].includes(toScore(value))

export function listReferences(store: Store): ReferenceSet[] {
  const values = store.sql('SELECT DISTINCT value FROM reference_labels WHERE set_id = ? LIMIT 100').pluck()
  const rows = store.sql('SELECT * FROM reference_sets ORDER BY id DESC').all() as SetRow[]
  return rows.map((row) => ({
    id: row.id,
    name: row.name,
    importedAt: row.imported_at,
    mapping: JSON.parse(row.mapping) as ReferenceMapping,
    matched: row.matched,
    areScores: (values.all(row.id) as string[]).some(isScore),
    unmatched: JSON.parse(row.unmatched) as ReferenceSet['unmatched'],
  }))
}
