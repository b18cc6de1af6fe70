import { randomUUID } from 'node:crypto'
import { toLabelRows } from '#engine/broker/index.ts'
import { chooseToOpen } from '#main/dialogs.ts'
import type { Handlers } from '#main/ipc/handlers.ts'
import type { Shell } from '#main/shell.ts'
import { TriageError } from '#shared/errors.ts'

type ReadLabels = Awaited<ReturnType<Shell['engine']['desk']['readLabels']>>

const sampleRows = 5

/** A reference standard from a table that the person chooses, its columns mapped in the window. */
export function referenceHandlers(
  shell: Shell,
): Pick<Handlers, 'reference:choose' | 'reference:import' | 'reference:list'> {
  const { store, desk } = shell.engine
  /** The table that was chosen last: its rows never reach the window. */
  let chosen: { readonly token: string; readonly read: ReadLabels } | undefined

  return {
    'reference:choose': async () => {
      const [path] = await chooseToOpen(
        shell,
        'chooseReference',
        ['openFile'],
        [
          {
            name: 'CSV, COCO, YOLO (data.yaml), JSON Lines',
            extensions: ['csv', 'tsv', 'txt', 'json', 'yaml', 'yml', 'jsonl'],
          },
        ],
      )
      if (path === undefined) return undefined
      const read = await desk.readLabels({ path })
      chosen = { token: randomUUID(), read }
      const { table, suggested } = read
      return {
        token: chosen.token,
        columns: [...table.columns],
        sample: table.rows.slice(0, sampleRows).map((row) => [...row]),
        rows: table.rows.length,
        suggested,
      }
    },
    'reference:import': ({ token, name, mapping }) => {
      if (chosen?.token !== token) {
        throw new TriageError('not-found', 'Expected the table that was chosen last; it is another one.', 'door')
      }
      const { table, idColumns } = chosen.read
      return store.referenceImport({ name, mapping, rows: toLabelRows(table, mapping, idColumns) })
    },
    'reference:list': store.referenceList,
  }
}
