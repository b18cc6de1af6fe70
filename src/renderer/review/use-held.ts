import { useEffect, useState } from 'react'

/** Whether a key is held down, outside of text fields; let go as soon as the window loses the focus. */
export function useHeld(key: string): boolean {
  const [held, setHeld] = useState(false)
  useEffect(() => {
    const set = (value: boolean) => (event: KeyboardEvent) => {
      const typing = event.target instanceof HTMLElement && /^(INPUT|TEXTAREA|SELECT)$/.test(event.target.tagName)
      if (event.key.toLowerCase() === key && !(typing && value)) setHeld(value)
    }
    const [down, up, leave] = [set(true), set(false), () => setHeld(false)]
    addEventListener('keydown', down)
    addEventListener('keyup', up)
    addEventListener('blur', leave)
    return () => {
      removeEventListener('keydown', down)
      removeEventListener('keyup', up)
      removeEventListener('blur', leave)
    }
  }, [key])
  return held
}
