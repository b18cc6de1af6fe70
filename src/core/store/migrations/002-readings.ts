import type { Migration } from './migration.ts'

/** What readers say: readings and their marks as new records only, what is open, and what was shown to whom before. */
export const readings: Migration = {
  version: 2,
  name: 'readings',
  statements: [
    // A withdrawal is a record of its own that supersedes a reading; no record is ever edited or removed by itself.
    `CREATE TABLE readings (
      id INTEGER PRIMARY KEY AUTOINCREMENT,
      study_id INTEGER NOT NULL REFERENCES studies (id) ON DELETE CASCADE,
      reader TEXT NOT NULL,
      kind TEXT NOT NULL CHECK (kind IN ('reading', 'withdrawal')),
      verdict TEXT CHECK (verdict IN ('normal', 'abnormal', 'technically-limited')),
      unaided INTEGER NOT NULL,
      role TEXT NOT NULL CHECK (role IN ('reader', 'adjudicator')),
      comment TEXT NOT NULL,
      started_at TEXT NOT NULL,
      committed_at TEXT NOT NULL,
      duration_ms REAL NOT NULL CHECK (duration_ms >= 0),
      supersedes INTEGER REFERENCES readings (id),
      list_seed INTEGER,
      row_hash TEXT NOT NULL,
      CHECK ((kind = 'reading') = (verdict IS NOT NULL)),
      CHECK (kind = 'reading' OR supersedes IS NOT NULL)
    ) STRICT`,
    `CREATE INDEX readings_study ON readings (study_id, id)`,
    `CREATE INDEX readings_reader ON readings (reader, study_id)`,
    `CREATE INDEX readings_supersedes ON readings (supersedes) WHERE supersedes IS NOT NULL`,

    `CREATE TABLE marks (
      id INTEGER PRIMARY KEY AUTOINCREMENT,
      reading_id INTEGER NOT NULL REFERENCES readings (id) ON DELETE CASCADE,
      image_id INTEGER NOT NULL REFERENCES images (id) ON DELETE CASCADE,
      action TEXT NOT NULL CHECK (action IN ('accept', 'reject', 'correct', 'add', 'delete')),
      finding_id INTEGER,
      label TEXT NOT NULL,
      box TEXT,
      comment TEXT
    ) STRICT`,
    `CREATE INDEX marks_reading ON marks (reading_id)`,
    `CREATE INDEX marks_image ON marks (image_id)`,

    `CREATE TABLE open_readings (
      reader TEXT NOT NULL,
      study_id INTEGER NOT NULL REFERENCES studies (id) ON DELETE CASCADE,
      started_at TEXT NOT NULL,
      started_ms REAL NOT NULL,
      PRIMARY KEY (reader, study_id)
    ) STRICT, WITHOUT ROWID`,
    `CREATE INDEX open_readings_study ON open_readings (study_id)`,

    // Who saw results of a study before reading it: such a reading is not unaided.
    `CREATE TABLE reveals (
      reader TEXT NOT NULL,
      study_id INTEGER NOT NULL REFERENCES studies (id) ON DELETE CASCADE,
      PRIMARY KEY (reader, study_id)
    ) STRICT, WITHOUT ROWID`,
    `CREATE INDEX reveals_study ON reveals (study_id)`,

    `ALTER TABLE worklist ADD COLUMN discordance TEXT NOT NULL DEFAULT 'none'`,
    `ALTER TABLE worklist ADD COLUMN adjudicated INTEGER NOT NULL DEFAULT 0`,
    `CREATE INDEX worklist_discordance ON worklist (adjudicated, score_order DESC, study_id) WHERE discordance <> 'none'`,
  ],
}
