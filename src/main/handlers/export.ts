import { chooseFolder, chooseToSave } from '#main/dialogs.ts'
import type { Handlers } from '#main/ipc/handlers.ts'
import type { Shell } from '#main/shell.ts'
import { TriageError } from '#shared/errors.ts'

const extensions = { csv: 'csv', coco: 'json', jsonl: 'jsonl' } as const

/** Results and the audit trail as files that the person names. */
export function exportHandlers(shell: Shell): Pick<Handlers, 'export:run' | 'audit:export' | 'job:save-problems'> {
  const { store } = shell.engine
  return {
    'export:run': async ({ format, level, identified, byteOrderMark, filter }) => {
      if (format === 'dicom') {
        throw new TriageError(
          'refused',
          'Expected CSV, COCO, YOLO or JSON Lines; DICOM files are not written yet.',
          'export',
        )
      }
      const path =
        format === 'yolo'
          ? await chooseFolder(shell, 'chooseExportFolder')
          : await chooseToSave(shell, `firstlook-${level}`, extensions[format])
      if (path === undefined) return undefined
      const { rows } = await store.exportRun({ format, level, path, filter, identified, byteOrderMark })
      return { rows, held: 0 }
    },
    'job:save-problems': async ({ jobId }) => {
      const path = await chooseToSave(shell, `firstlook-import-${jobId}`, 'csv')
      return path === undefined ? undefined : store.problemsExport({ jobId, path })
    },
    'audit:export': async () => {
      const path = await chooseToSave(shell, 'firstlook-audit', 'csv')
      return path === undefined ? undefined : store.auditExport({ path })
    },
  }
}
