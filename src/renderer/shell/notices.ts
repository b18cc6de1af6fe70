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

/** Shows a line. The same text stands only once; more than five at a time are nobody's reading. */
export function tell(notice: Omit<Notice, 'id'>): void {
  const text = (given: Omit<Notice, 'id'>) => given.text ?? given.error?.message
  lastId += 1
  replace([...notices.filter((known) => text(known) !== text(notice)), { ...notice, id: lastId }].slice(-5))
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
