import { Notification } from 'electron'
import type { Settings } from '#shared/settings.ts'
import { message } from './messages.ts'

/** Whether a newly flagged study may be announced: never in unaided reading, where it would give the answer away. */
export function mayAnnounce({
  notifyFlagged,
  unaidedFirst,
}: Pick<Settings, 'notifyFlagged' | 'unaidedFirst'>): boolean {
  return notifyFlagged && !unaidedFirst
}

/** Announces newly flagged studies by their number only: no name and no finding stands on a locked screen. */
export function notifyFlagged(language: Settings['language'], count: number, onClick: () => void): void {
  if (!Notification.isSupported()) return
  const body = message(language, count === 1 ? 'flaggedOne' : 'flaggedMany', { count })
  const notification = new Notification({ title: message(language, 'flaggedTitle'), body, silent: true })
  notification.on('click', onClick)
  notification.show()
}
