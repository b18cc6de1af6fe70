import type { Migration } from './migration.ts'

/** Boxes that came with a reference standard, image by image, an empty list where it says that there is none. */
export const referenceBoxes: Migration = {
  version: 4,
  name: 'reference-boxes',
  statements: [
    `CREATE TABLE reference_boxes (
      set_id INTEGER NOT NULL REFERENCES reference_sets (id) ON DELETE CASCADE,
      image_id INTEGER NOT NULL REFERENCES images (id) ON DELETE CASCADE,
      boxes TEXT NOT NULL,
      PRIMARY KEY (set_id, image_id)
    ) STRICT, WITHOUT ROWID`,
    `CREATE INDEX reference_boxes_image ON reference_boxes (image_id)`,
  ],
}
