import { useEffect } from 'react'
import { pressKey } from '#renderer/keys/shortcuts.ts'

/** One listener for all keys of the window. */
export function useGlobalKeys(): void {
  useEffect(() => {
    addEventListener('keydown', pressKey)
    return () => removeEventListener('keydown', pressKey)
  }, [])
}
