import { useEffect } from 'react'
import { noteDialog, pressKey } from '#renderer/keys/shortcuts.ts'

/** One listener for all keys of the window. */
export function useGlobalKeys(): void {
  useEffect(() => {
    addEventListener('keydown', noteDialog, { capture: true })
    addEventListener('keydown', pressKey)
    return () => {
      removeEventListener('keydown', noteDialog, { capture: true })
      removeEventListener('keydown', pressKey)
    }
  }, [])
}
