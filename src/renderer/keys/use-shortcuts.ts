import { useEffect, useRef } from 'react'
import { addShortcuts, type Shortcut, type ShortcutGroup } from './shortcuts.ts'

/** Puts actions under keys, and on the sheet of shortcuts under a title, while the component is there. */
export function useShortcuts(title: string, shortcuts: readonly Shortcut[], enabled = true): void {
  const group = useRef<ShortcutGroup>({ title, shortcuts })
  useEffect(() => {
    group.current = { title, shortcuts }
  })
  useEffect(() => (enabled ? addShortcuts(group) : undefined), [enabled])
}
