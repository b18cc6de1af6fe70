import { type RefObject, useEffect, useLayoutEffect, useState } from 'react'
import { linesIn, type Places, stride } from './line-places.ts'

/** Where the list was when it was last left. */
let lastTop = 0

/** Which lines of a scrolled list are to be drawn. A list that comes back is where it was. */
export function useLinesInSight(
  scroller: RefObject<HTMLElement | null>,
  places: Places,
): { readonly from: number; readonly to: number } {
  const [strides, setStrides] = useState(Math.floor(lastTop / stride))
  const [height, setHeight] = useState(0)
  useLayoutEffect(() => {
    scroller.current?.scrollTo({ top: lastTop })
  }, [scroller])
  useEffect(() => {
    const element = scroller.current
    if (!element) return
    const look = () => {
      lastTop = element.scrollTop
      setStrides(Math.floor(lastTop / stride))
      setHeight(element.clientHeight)
    }
    const sizes = new ResizeObserver(look)
    sizes.observe(element)
    element.addEventListener('scroll', look, { passive: true })
    return () => {
      sizes.disconnect()
      element.removeEventListener('scroll', look)
    }
  }, [scroller])
  return linesIn(places, strides * stride, height)
}
