import { chooseFolder, chooseToOpen } from '#main/dialogs.ts'
import type { Handlers } from '#main/ipc/handlers.ts'
import { samplesFolder } from '#main/files/samples-folder.ts'
import type { Shell } from '#main/shell.ts'

/** Files and folders into the store, and the jobs that bring them there. */
export function intakeHandlers(shell: Shell): Pick<Handlers, 'intake:choose' | 'intake:samples' | 'intake:watch'> {
  const { engine, takeIn } = shell
  return {
    'intake:choose': async ({ what, copy }) => {
      const sources =
        what === 'folder'
          ? await chooseToOpen(shell, 'chooseFolder', ['openDirectory', 'multiSelections'])
          : await chooseToOpen(shell, 'chooseFiles', ['openFile', 'multiSelections'])
      if (sources.length === 0) return undefined
      return takeIn(sources, copy)
    },
    'intake:samples': () => takeIn([samplesFolder()], undefined),
    'intake:watch': async ({ action }) => {
      if (action === 'stop') return shell.watch('')
      const folder = await chooseFolder(shell, 'chooseWatchFolder')
      return folder === undefined ? engine.store.settings() : shell.watch(folder)
    },
  }
}
