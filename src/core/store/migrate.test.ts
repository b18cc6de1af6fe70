import { readdirSync } from 'node:fs'
import Database from 'better-sqlite3'
import { describe, expect, it } from 'vitest'
import { scratchFolder } from '#fixtures/scratch-folder.ts'
import { migrate } from './migrate.ts'
import { migrations } from './migrations/index.ts'

const at = (day: number) => new Date(Date.UTC(2026, 0, day))

/** A database of an older schema with a row in every table that has it. */
function older(path: string, version: number): Database.Database {
  const db = new Database(path)
  db.pragma('foreign_keys = ON')
  migrate(db, `${path}-backups`, at(1), migrations.slice(0, version))
  const hash = 'a'.repeat(64)
  db.exec(`
    INSERT INTO patients VALUES (1, 'P1', '', '1970-01-01', 'F', 'DOE JANE', 'Doe, Jane', NULL);
    INSERT INTO jobs VALUES (1, 'import', 'done', NULL, '2026', NULL, '["/in"]', 1, 'automatic', 1, NULL);
    INSERT INTO studies VALUES (1, 1, '1.2.3', 'A1', 'Chest', NULL, 56, NULL, '2026');
    INSERT INTO series VALUES (1, 1, '1.2.3.1', 'DX', 1, '', 'CHEST');
    INSERT INTO images (id, study_id, series_id, sop_instance_uid, header, header_hash, location, display_path, bytes,
      modified_ms, inode, copied, frames) VALUES (1, 1, 1, '1.2.3.1.1', '{}', '', '{}', '/in/1', 1, 1, '1', 0, 1);
    INSERT INTO items (job_id, display_path, state, outcome, image_id) VALUES (1, '/in/1', 'done', 'imported', 1);
    INSERT INTO models VALUES ('${hash}', 'tiny', '1', '{}', '/m', '', 1, 'active', NULL, 1, 1);
    INSERT INTO analyses (id, image_id, frame, model_sha256, state, scores, provenance, row_hash)
      VALUES (1, 1, 1, '${hash}', 'done', '[]', '{}', 'x');
    INSERT INTO findings VALUES (1, 1, 'opacity', 0.9, NULL, NULL);
    INSERT INTO worklist (study_id, group_rank, level_order, reasons, score_order, stale, acquired_order, modality,
      patient_order, patient_warning, images, queued) VALUES (1, 0, 1, '[]', 0.9, 0, '2026', 'DX', 'doe', 0, 1, 0);
    INSERT INTO study_text (rowid, patient, accession, description, labels) VALUES (1, 'Doe', 'A1', 'Chest', 'opacity');
    INSERT INTO audit VALUES (1, '2026', 'import', 'cli', 'image:1', '{}', 'h');`)
  if (version >= 2) {
    db.exec(`INSERT INTO readings VALUES (1, 1, 'Ada', 'reading', 'abnormal', 1, 'reader', '', '2026', '2026', 5, NULL, 7, 'h');
      INSERT INTO marks VALUES (1, 1, 1, 'accept', 1, 'opacity', NULL, NULL);`)
  }
  return db
}

const tables = (db: Database.Database) =>
  db.prepare(`SELECT name, sql FROM sqlite_schema WHERE name NOT LIKE 'sqlite_%' ORDER BY name`).all()

describe('migrate', () => {
  it.each([1, 2, 3])('brings schema %i with data in it to the newest, after a backup that opens', (version) => {
    using folder = scratchFolder()
    const db = older(folder.at('db'), version)
    expect(migrate(db, folder.at('backups'), at(2))).toEqual({ from: version, to: 4 })
    expect(db.prepare('SELECT label FROM findings').pluck().all()).toEqual(['opacity'])
    expect(db.prepare(`SELECT rowid FROM study_text WHERE study_text MATCH 'opac*'`).pluck().all()).toEqual([1])
    expect(db.prepare('SELECT discordance, adjudicated, is_read FROM worklist').raw().all()).toEqual([['none', 0, 0]])
    expect(db.pragma('foreign_key_check')).toEqual([])
    expect(db.pragma('integrity_check', { simple: true })).toBe('ok')
    const fresh = new Database(':memory:')
    migrate(fresh, folder.at('none'), at(2))
    expect(tables(db)).toEqual(tables(fresh))
    const [backup] = readdirSync(folder.at('backups'))
    const kept = new Database(folder.at(`backups/${backup}`), { readonly: true })
    expect(kept.pragma('user_version', { simple: true })).toBe(version)
    expect(kept.prepare('SELECT count(*) FROM images').pluck().get()).toBe(1)
    for (const each of [db, fresh, kept]) each.close()
  })

  it('leaves the old schema whole when any statement of a step fails', () => {
    const steps = migrations.slice(1)
    for (const step of steps) {
      for (let failing = 0; failing <= step.statements.length; failing += 1) {
        const db = new Database(':memory:')
        const before = migrations.filter(({ version }) => version < step.version)
        migrate(db, '/nowhere', at(1), before)
        const schema = tables(db)
        const statements = step.statements.toSpliced(failing, 0, 'INSERT INTO nothing VALUES (1)')
        using folder = scratchFolder()
        expect(() => migrate(db, folder.path, at(1), [...before, { ...step, statements }])).toThrow('nothing')
        expect(tables(db)).toEqual(schema)
        expect(db.pragma('user_version', { simple: true })).toBe(step.version - 1)
        db.close()
      }
    }
  })

  it('keeps the newest three backups', () => {
    using folder = scratchFolder()
    for (let day = 1; day <= 5; day += 1) {
      const db = older(folder.at(`db${day}`), 1)
      migrate(db, folder.at('backups'), at(day))
      db.close()
    }
    const days = readdirSync(folder.at('backups')).map((name) => /migration-202601(\d\d)/.exec(name)?.[1])
    expect(days.sort()).toEqual(['03', '04', '05'])
  })
})
