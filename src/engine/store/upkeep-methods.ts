import { freeBytes, verifyObject } from '#core/intake/index.ts'
import * as core from '#core/store/index.ts'
import type { AuditEvent } from '#shared/audit.ts'
import type { ReplyOf, RequestOf } from '#shared/contract.ts'
import type { SettingKey } from '#shared/settings.ts'
import type { Holder } from './holder.ts'

/** A command has the store for itself; in the window an import may run, and a reader works. */
const meanwhile = ({ store }: Holder) => ({ whileOthersWork: store.options.door !== 'cli' })

/** Settings, the audit trail, and the care of the data folder. */
export function upkeepMethods(held: Holder) {
  return {
    settings: () => core.settingsInUse(held.store),
    settingsSet: ({
      key,
      value,
    }: {
      readonly key: SettingKey
      readonly value: unknown
    }): Promise<ReplyOf<'settings:set'>> => core.changeSetting(held.store, key, value),
    readerChoose: ({ name }: RequestOf<'reader:choose'>) => core.chooseReader(held.store, name),
    appAcceptNotice: () => core.acceptNotice(held.store),

    /** An event that changes nothing here: a view, an export, a refused request. */
    audit: (event: Omit<AuditEvent, 'actor'> & { readonly actor?: string }) => core.record(held.store, event),
    auditList: (request: RequestOf<'audit:list'>): ReplyOf<'audit:list'> => core.listAudit(held.store, request),
    auditVerify: (): Promise<ReplyOf<'audit:verify'>> => held.store.audit.verify(),

    storeState: async () => ({
      ...core.readStoreState(held.store),
      free: await freeBytes(held.store.options.dataFolder),
    }),
    storeCheck: () => {
      const verify = (sha256: string) => verifyObject(held.store.options.dataFolder, sha256)
      return core.checkStore(held.store, verify, meanwhile(held))
    },
    /** A copy of the database; copied originals are not in it. */
    storeBackup: ({ path }: { readonly path: string }) => core.backUpStore(held.store, path, meanwhile(held)),
    /** Puts a backup in the place of the database, which is kept beside. */
    storeRestore: ({ path }: { readonly path: string }) => {
      held.store.close()
      try {
        held.store = core.restoreStore(held.store.options, path)
      } catch (error) {
        held.store = core.openStore(held.store.options)
        throw error
      }
    },
    /** Records the end of the program and closes the database. */
    close: () => core.stop(held.store),
  }
}
