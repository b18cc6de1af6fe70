import type { Box } from '#shared/geometry.ts'
import { inForce } from '#core/store/reading/in-force.ts'
import type { Store } from '#core/store/store.ts'
import type { Reference } from './labels-of-cases.ts'

type Row = { readonly image_id: number; readonly box: string }

/**
 * The boxes of one label that readings in force drew, corrected or accepted, by image; an image that was read and has none is
 * absent. Of `unaided`, only readings committed unaided count. Of an imported reference, the boxes that came with it; undefined
 * where none did.
 */
export function boxesOf(
  store: Store,
  cases: readonly { readonly image_id: number }[],
  { label, reference }: { readonly label: string; readonly reference?: Reference | undefined },
): ReadonlyMap<number, readonly Box[]> | undefined {
  if (reference === undefined) return undefined
  const images = JSON.stringify(cases.map(({ image_id }) => image_id))
  if ('set' in reference) return boxesOfSet(store, images, reference.set)
  const rows = store
    .sql(
      `SELECT k.image_id, coalesce(k.box, f.box) AS box
       FROM json_each(:images) j JOIN marks k ON k.image_id = j.value JOIN readings r ON r.id = k.reading_id
       LEFT JOIN findings f ON f.id = k.finding_id
       WHERE k.action IN ('accept', 'correct', 'add') AND k.label = :label AND coalesce(k.box, f.box) IS NOT NULL
         AND r.role = 'reader' AND (:all OR r.unaided = 1) AND ${inForce('r')} ORDER BY k.id`,
    )
    .all({
      images,
      label,
      all: Number(reference.readings === 'all'),
    }) as Row[]
  const boxes = Map.groupBy(rows, ({ image_id }) => image_id)
  return new Map([...boxes].map(([image, found]) => [image, found.map(({ box }) => JSON.parse(box) as Box)]))
}

function boxesOfSet(store: Store, images: string, set: number): ReadonlyMap<number, readonly Box[]> | undefined {
  if (store.sql('SELECT 1 FROM reference_boxes WHERE set_id = ? LIMIT 1').get(set) === undefined) return undefined
  const rows = store
    .sql(
      'SELECT b.image_id, b.boxes FROM json_each(?) j JOIN reference_boxes b ON b.image_id = j.value WHERE b.set_id = ?',
    )
    .all(images, set) as { readonly image_id: number; readonly boxes: string }[]
  return new Map(rows.map(({ image_id, boxes }) => [image_id, JSON.parse(boxes) as Box[]]))
}
