import { actorOf } from './intake/items.ts'
import { readSetting, storeSetting } from './settings.ts'
import type { Store } from './store.ts'

/** From now on this reader sits at the workstation. Names that were used before are offered again, the last first. */
export function chooseReader(store: Store, name: string): void {
  const others = readSetting(store, 'readers').filter((each) => each !== name)
  store.commit(() => {
    storeSetting(store, 'reader', name)
    storeSetting(store, 'readers', [name, ...others].slice(0, 50))
  }, [{ action: 'setting', actor: name, subject: 'setting:reader', detail: {} }])
}

/** The person has read that this is for research use only. */
export function acceptNotice(store: Store): void {
  store.commit(
    () => storeSetting(store, 'noticeAcceptedAt', store.now()),
    [{ action: 'notice-accepted', actor: actorOf(store), subject: 'notice', detail: {} }],
  )
}
