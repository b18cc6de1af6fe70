import { chooseToSave } from '#main/dialogs.ts'
import type { Handlers } from '#main/ipc/handlers.ts'
import type { Shell } from '#main/shell.ts'

type Upkeep = Pick<Handlers, 'audit:list' | 'audit:verify' | 'store:check' | 'store:backup'>

/** The audit trail and the care of the data folder. */
export function upkeepHandlers(shell: Shell): Upkeep {
  const { store } = shell.engine
  return {
    'audit:list': store.auditList,
    'audit:verify': store.auditVerify,
    'store:check': store.storeCheck,
    'store:backup': async () => {
      const path = await chooseToSave(shell, 'firstlook-backup', 'db')
      return path === undefined ? undefined : store.storeBackup({ path })
    },
  }
}
