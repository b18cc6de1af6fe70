import type { Migration } from './migration.ts'

/** What a researcher brings: reference standards, frozen cohorts, recalibrations. */
export const research: Migration = {
  version: 3,
  name: 'research',
  statements: [
    `CREATE TABLE reference_sets (
      id INTEGER PRIMARY KEY AUTOINCREMENT,
      name TEXT NOT NULL,
      imported_at TEXT NOT NULL,
      mapping TEXT NOT NULL,
      matched INTEGER NOT NULL,
      unmatched TEXT NOT NULL
    ) STRICT`,
    `CREATE TABLE reference_labels (
      set_id INTEGER NOT NULL REFERENCES reference_sets (id) ON DELETE CASCADE,
      unit TEXT NOT NULL CHECK (unit IN ('image', 'study', 'patient')),
      target_id INTEGER NOT NULL,
      positive INTEGER NOT NULL,
      value TEXT NOT NULL,
      PRIMARY KEY (set_id, unit, target_id)
    ) STRICT, WITHOUT ROWID`,

    `CREATE TABLE cohorts (
      id INTEGER PRIMARY KEY AUTOINCREMENT,
      name TEXT NOT NULL UNIQUE,
      created_at TEXT NOT NULL,
      filter TEXT NOT NULL,
      flow TEXT NOT NULL
    ) STRICT`,
    `CREATE TABLE cohort_studies (
      cohort_id INTEGER NOT NULL REFERENCES cohorts (id) ON DELETE CASCADE,
      study_id INTEGER NOT NULL REFERENCES studies (id) ON DELETE CASCADE,
      PRIMARY KEY (cohort_id, study_id)
    ) STRICT, WITHOUT ROWID`,
    `CREATE INDEX cohort_studies_study ON cohort_studies (study_id)`,

    `CREATE TABLE recalibrations (
      id INTEGER PRIMARY KEY AUTOINCREMENT,
      model_sha256 TEXT NOT NULL REFERENCES models (sha256),
      label TEXT NOT NULL,
      kind TEXT NOT NULL CHECK (kind IN ('platt', 'isotonic')),
      curve TEXT NOT NULL,
      basis TEXT NOT NULL,
      accepted_at TEXT NOT NULL,
      accepted_by TEXT NOT NULL,
      in_force INTEGER NOT NULL
    ) STRICT`,
    `CREATE UNIQUE INDEX recalibrations_in_force ON recalibrations (model_sha256, label) WHERE in_force = 1`,
  ],
}
