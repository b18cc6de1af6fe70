import { type RefObject, useLayoutEffect, useState } from 'react'
import type { Size } from './view.ts'

/** The size of an element in device-independent pixels, as it changes. */
export function useSize(element: RefObject<HTMLElement | null>): Size | undefined {
  const [size, setSize] = useState<Size>()
  useLayoutEffect(() => {
    const node = element.current
    if (!node) return undefined
    const observer = new ResizeObserver(([entry]) => {
      if (entry) setSize({ width: entry.contentRect.width, height: entry.contentRect.height })
    })
    observer.observe(node)
    return () => observer.disconnect()
  }, [element])
  return size
}
