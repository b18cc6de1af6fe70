import { exportDicom } from '#engine/broker/index.ts'
import { chooseFolder, chooseToSave } from '#main/dialogs.ts'
import type { Handlers } from '#main/ipc/handlers.ts'
import type { Shell } from '#main/shell.ts'

const extensions = { csv: 'csv', coco: 'json', jsonl: 'jsonl' } as const

/** Results and the audit trail as files that the person names. */
export function exportHandlers(
  shell: Shell,
): Pick<Handlers, 'export:run' | 'export:progress' | 'audit:export' | 'job:save-problems'> {
  const { store } = shell.engine
  let files: number | undefined
  return {
    'export:run': async ({
      format,
      level,
      identified,
      byteOrderMark,
      filter,
      burnedInConfirmed,
      masks,
      crosswalkPassphrase,
    }) => {
      if (format === 'dicom') {
        const folder = await chooseFolder(shell, 'chooseExportFolder')
        if (folder === undefined) return undefined
        const asked = { folder, filter, burnedInConfirmed, masks }
        try {
          const { rows, held } = await exportDicom(shell.engine, asked, (read) => {
            files = read
          })
          return { rows, held }
        } finally {
          files = undefined
        }
      }
      const path =
        format === 'yolo'
          ? await chooseFolder(shell, 'chooseExportFolder')
          : await chooseToSave(shell, `firstlook-${level}`, extensions[format])
      if (path === undefined) return undefined
      const { rows } = await store.exportRun({
        format,
        level,
        path,
        filter,
        identified,
        byteOrderMark,
        crosswalkPassphrase,
      })
      return { rows, held: 0 }
    },
    'export:progress': async () => (files === undefined ? store.exportProgress() : { read: files }),
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
