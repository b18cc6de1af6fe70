import type { Migration } from './migration.ts'

/** Tells a database of ours from any other: `FLK1`. */
export const applicationId = 0x46_4c_4b_31

/** What is taken in and what models say of it: patients to images, jobs, models, analyses, settings, the audit chain. */
export const scans: Migration = {
  version: 1,
  name: 'scans',
  statements: [
    `PRAGMA application_id = ${applicationId}`,

    `CREATE TABLE settings (
      key TEXT PRIMARY KEY,
      value TEXT NOT NULL
    ) STRICT, WITHOUT ROWID`,

    `CREATE TABLE audit (
      sequence INTEGER PRIMARY KEY,
      at TEXT NOT NULL,
      action TEXT NOT NULL,
      actor TEXT NOT NULL,
      subject TEXT NOT NULL,
      detail TEXT NOT NULL,
      hash TEXT NOT NULL
    ) STRICT`,
    `CREATE TRIGGER audit_keeps BEFORE UPDATE ON audit BEGIN SELECT RAISE(ABORT, 'audit records stay'); END`,
    `CREATE TRIGGER audit_stays BEFORE DELETE ON audit BEGIN SELECT RAISE(ABORT, 'audit records stay'); END`,

    // A patient is a PatientID of an issuer with one birth date, sex and name; what differs stays apart until it is merged.
    `CREATE TABLE patients (
      id INTEGER PRIMARY KEY AUTOINCREMENT,
      patient_id TEXT NOT NULL,
      issuer TEXT NOT NULL,
      birth_date TEXT NOT NULL,
      sex TEXT NOT NULL,
      name_key TEXT NOT NULL,
      name TEXT NOT NULL,
      merged_into INTEGER REFERENCES patients (id),
      UNIQUE (patient_id, issuer, birth_date, sex, name_key)
    ) STRICT`,
    `CREATE INDEX patients_merged ON patients (merged_into) WHERE merged_into IS NOT NULL`,

    `CREATE TABLE jobs (
      id INTEGER PRIMARY KEY AUTOINCREMENT,
      kind TEXT NOT NULL CHECK (kind IN ('import', 'watch', 'analyse')),
      state TEXT NOT NULL CHECK (state IN ('running', 'paused', 'done', 'cancelled', 'waiting')),
      waiting_for TEXT,
      created_at TEXT NOT NULL,
      finished_at TEXT,
      sources TEXT NOT NULL,
      walked INTEGER NOT NULL DEFAULT 0,
      copy_policy TEXT NOT NULL CHECK (copy_policy IN ('automatic', 'always', 'never')),
      analyse INTEGER NOT NULL,
      models TEXT
    ) STRICT`,

    `CREATE TABLE studies (
      id INTEGER PRIMARY KEY AUTOINCREMENT,
      patient_id INTEGER NOT NULL REFERENCES patients (id),
      study_instance_uid TEXT NOT NULL,
      accession_number TEXT NOT NULL,
      description TEXT NOT NULL,
      study_date TEXT,
      age_years REAL,
      institution TEXT,
      arrived_at TEXT NOT NULL,
      UNIQUE (study_instance_uid, patient_id)
    ) STRICT`,
    `CREATE INDEX studies_patient ON studies (patient_id)`,

    `CREATE TABLE series (
      id INTEGER PRIMARY KEY AUTOINCREMENT,
      study_id INTEGER NOT NULL REFERENCES studies (id) ON DELETE CASCADE,
      series_instance_uid TEXT NOT NULL,
      modality TEXT NOT NULL,
      number INTEGER,
      description TEXT NOT NULL,
      body_part TEXT,
      UNIQUE (study_id, series_instance_uid)
    ) STRICT`,

    // The same UID may stand here twice: with other bytes it is a conflict, and both are kept.
    `CREATE TABLE images (
      id INTEGER PRIMARY KEY AUTOINCREMENT,
      study_id INTEGER NOT NULL REFERENCES studies (id) ON DELETE CASCADE,
      series_id INTEGER NOT NULL REFERENCES series (id) ON DELETE CASCADE,
      sop_instance_uid TEXT NOT NULL,
      header TEXT NOT NULL,
      header_hash TEXT NOT NULL,
      location TEXT NOT NULL,
      display_path TEXT NOT NULL,
      bytes INTEGER NOT NULL,
      modified_ms REAL NOT NULL,
      inode TEXT NOT NULL,
      copied INTEGER NOT NULL,
      sha256 TEXT,
      pixel_sha256 TEXT,
      availability TEXT NOT NULL DEFAULT 'available'
        CHECK (availability IN ('available', 'missing', 'changed', 'damaged')),
      frames INTEGER NOT NULL,
      instance_number INTEGER,
      acquired_at TEXT,
      conflict_of INTEGER REFERENCES images (id) ON DELETE SET NULL,
      same_pixels INTEGER,
      conflict TEXT NOT NULL DEFAULT 'none' CHECK (conflict IN ('none', 'open', 'settled')),
      set_aside INTEGER NOT NULL DEFAULT 0
    ) STRICT`,
    `CREATE INDEX images_study ON images (study_id)`,
    `CREATE INDEX images_series ON images (series_id)`,
    `CREATE INDEX images_uid ON images (sop_instance_uid)`,
    `CREATE INDEX images_sha256 ON images (sha256) WHERE sha256 IS NOT NULL`,
    `CREATE INDEX images_conflict ON images (conflict_of) WHERE conflict_of IS NOT NULL`,

    `CREATE TABLE thumbnails (
      image_id INTEGER PRIMARY KEY REFERENCES images (id) ON DELETE CASCADE,
      bytes BLOB NOT NULL
    ) STRICT`,

    `CREATE TABLE items (
      id INTEGER PRIMARY KEY,
      job_id INTEGER NOT NULL REFERENCES jobs (id) ON DELETE CASCADE,
      display_path TEXT NOT NULL,
      location TEXT,
      bytes INTEGER NOT NULL DEFAULT 0,
      modified_ms REAL NOT NULL DEFAULT 0,
      inode TEXT NOT NULL DEFAULT '',
      state TEXT NOT NULL CHECK (state IN ('queued', 'running', 'done')),
      attempts INTEGER NOT NULL DEFAULT 0,
      outcome TEXT CHECK (outcome IN ('imported', 'duplicate', 'conflict', 'refused', 'skipped')),
      failure TEXT,
      what TEXT,
      image_id INTEGER REFERENCES images (id) ON DELETE SET NULL,
      pending TEXT,
      CHECK ((state = 'done') = (outcome IS NOT NULL)),
      UNIQUE (job_id, display_path)
    ) STRICT`,
    `CREATE INDEX items_state ON items (job_id, state, outcome)`,
    `CREATE INDEX items_running ON items (id) WHERE state = 'running'`,
    `CREATE INDEX items_image ON items (image_id) WHERE image_id IS NOT NULL`,

    `CREATE TABLE models (
      sha256 TEXT PRIMARY KEY,
      model_id TEXT NOT NULL,
      version TEXT NOT NULL,
      manifest TEXT NOT NULL,
      folder TEXT NOT NULL,
      card TEXT NOT NULL,
      bundled INTEGER NOT NULL,
      state TEXT NOT NULL CHECK (state IN ('active', 'shadow', 'inactive', 'disabled', 'unusable')),
      why TEXT,
      installed INTEGER NOT NULL DEFAULT 1,
      added_order INTEGER NOT NULL
    ) STRICT, WITHOUT ROWID`,
    `CREATE INDEX models_id ON models (model_id, added_order)`,

    // Thresholds that this site chose for one model version; the older ones stay as its history.
    `CREATE TABLE thresholds (
      id INTEGER PRIMARY KEY AUTOINCREMENT,
      model_sha256 TEXT NOT NULL REFERENCES models (sha256),
      label TEXT NOT NULL,
      value REAL NOT NULL,
      set_at TEXT NOT NULL,
      set_by TEXT NOT NULL,
      basis TEXT NOT NULL,
      -- 1: in force; 0: another took its place; 2: taken back
      in_force INTEGER NOT NULL CHECK (in_force IN (0, 1, 2))
    ) STRICT`,
    `CREATE UNIQUE INDEX thresholds_in_force ON thresholds (model_sha256, label) WHERE in_force = 1`,

    `CREATE TABLE crashes (
      id INTEGER PRIMARY KEY,
      model_sha256 TEXT NOT NULL REFERENCES models (sha256) ON DELETE CASCADE,
      kind TEXT NOT NULL,
      at_ms REAL NOT NULL
    ) STRICT`,
    `CREATE INDEX crashes_model ON crashes (model_sha256, at_ms)`,

    // One result an image, frame and model version; a newer run is a new row, the older one is kept as replaced.
    `CREATE TABLE analyses (
      id INTEGER PRIMARY KEY AUTOINCREMENT,
      image_id INTEGER NOT NULL REFERENCES images (id) ON DELETE CASCADE,
      frame INTEGER NOT NULL,
      model_sha256 TEXT NOT NULL REFERENCES models (sha256),
      job_id INTEGER REFERENCES jobs (id) ON DELETE SET NULL,
      state TEXT NOT NULL CHECK (state IN ('queued', 'running', 'done', 'not-assessed', 'failed')),
      priority INTEGER NOT NULL DEFAULT 0,
      attempts INTEGER NOT NULL DEFAULT 0,
      replaced INTEGER NOT NULL DEFAULT 0,
      scores TEXT,
      provenance TEXT,
      preprocessing_version INTEGER,
      reasons TEXT,
      failure TEXT,
      row_hash TEXT,
      CHECK ((state = 'done') = (scores IS NOT NULL AND provenance IS NOT NULL)),
      CHECK ((state = 'not-assessed') = (reasons IS NOT NULL)),
      CHECK ((state = 'failed') = (failure IS NOT NULL)),
      CHECK ((state IN ('queued', 'running')) = (row_hash IS NULL))
    ) STRICT`,
    `CREATE UNIQUE INDEX analyses_current ON analyses (image_id, frame, model_sha256) WHERE replaced = 0`,
    `CREATE INDEX analyses_image ON analyses (image_id)`,
    `CREATE INDEX analyses_queue ON analyses (priority DESC, image_id, frame, id) WHERE state = 'queued'`,
    `CREATE INDEX analyses_running ON analyses (id) WHERE state = 'running'`,
    `CREATE INDEX analyses_job ON analyses (job_id, state)`,
    `CREATE INDEX analyses_model ON analyses (model_sha256, state, id) WHERE replaced = 0`,

    `CREATE TABLE findings (
      id INTEGER PRIMARY KEY AUTOINCREMENT,
      analysis_id INTEGER NOT NULL REFERENCES analyses (id) ON DELETE CASCADE,
      label TEXT NOT NULL,
      score REAL NOT NULL,
      box TEXT,
      mask TEXT
    ) STRICT`,
    `CREATE INDEX findings_analysis ON findings (analysis_id)`,

    // What the list shows of a study, kept with every change of what it is made of.
    `CREATE TABLE worklist (
      study_id INTEGER PRIMARY KEY REFERENCES studies (id) ON DELETE CASCADE,
      group_rank INTEGER NOT NULL,
      level TEXT,
      level_order REAL NOT NULL,
      reasons TEXT NOT NULL,
      top_score REAL,
      score_order REAL NOT NULL,
      stale INTEGER NOT NULL,
      acquired_at TEXT,
      acquired_order TEXT NOT NULL,
      modality TEXT NOT NULL,
      patient_order TEXT NOT NULL,
      patient_warning INTEGER NOT NULL,
      images INTEGER NOT NULL,
      queued INTEGER NOT NULL,
      thumbnail_image_id INTEGER,
      is_read INTEGER NOT NULL DEFAULT 0,
      verdict TEXT
    ) STRICT`,
    `CREATE INDEX worklist_triage ON worklist (group_rank, level_order, acquired_order, study_id)`,
    `CREATE INDEX worklist_acquired ON worklist (acquired_order, study_id)`,
    `CREATE INDEX worklist_patient ON worklist (patient_order, study_id)`,
    `CREATE INDEX worklist_modality ON worklist (modality, study_id)`,
    `CREATE INDEX worklist_score ON worklist (score_order, study_id)`,
    `CREATE INDEX worklist_counts ON worklist (group_rank, is_read)`,

    `CREATE TABLE study_labels (
      study_id INTEGER NOT NULL REFERENCES studies (id) ON DELETE CASCADE,
      label TEXT NOT NULL,
      PRIMARY KEY (label, study_id)
    ) STRICT, WITHOUT ROWID`,
    `CREATE INDEX study_labels_study ON study_labels (study_id)`,

    `CREATE VIRTUAL TABLE study_text USING fts5 (
      patient, accession, description, labels,
      content = '', contentless_delete = 1, tokenize = 'unicode61 remove_diacritics 2', prefix = '2 3'
    )`,

    // Studies whose worklist row waits to be made again, after a change that concerns many of them.
    `CREATE TABLE worklist_due (study_id INTEGER PRIMARY KEY REFERENCES studies (id) ON DELETE CASCADE) STRICT`,

    `CREATE TABLE list_state (
      id INTEGER PRIMARY KEY CHECK (id = 1),
      revision INTEGER NOT NULL,
      preprocessing_version INTEGER NOT NULL
    ) STRICT`,
    `INSERT INTO list_state VALUES (1, 0, 0)`,
  ],
}
