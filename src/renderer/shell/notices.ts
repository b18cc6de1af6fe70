import { useSyncExternalStore } from 'react'

/** A line that tells a person what happened, until it is closed. */
export type Notice = {
  readonly id: number
  readonly tone: 'trouble' | 'information'
  readonly error?: Error
  readonly text?: string
}

let notices: readonly Notice[] = []
let lastId = 0
const listeners = new Set<() => void>()

function replace(next: readonly Notice[]): void {
  notices = next
  for (const listener of listeners) listener()
}

/** What is merely said goes by itself after so long; what went wrong stays until it is closed. */
const saidMs = 8_000

/** Shows a line. The same text stands only once; more than five at a time are nobody's reading. */
export function tell(notice: Omit<Notice, 'id'>): void {
  const text = (given: Omit<Notice, 'id'>) => given.text ?? given.error?.message
  lastId += 1
  const id = lastId
  replace([...notices.filter((known) => text(known) !== text(notice)), { ...notice, id }].slice(-5))
  if (notice.tone === 'information') setTimeout(() => closeNotice(id), saidMs)
}

export function closeNotice(id: number): void {
  replace(notices.filter((notice) => notice.id !== id))
}

export function useNotices(): readonly Notice[] {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    () => notices,
  )
}
