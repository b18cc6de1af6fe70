import { useEffect, useReducer, useRef } from 'react'
import type { LoadedFrame } from './load-frame.ts'
import type { Look } from './picture-renderer.ts'
import { theRenderer } from './the-renderer.ts'
import type { Size } from './view.ts'

type Props = { readonly frame: LoadedFrame; readonly look: Look; readonly size: Size; readonly name: string }

/** A frame as it is to be seen, drawn anew with every change and after a lost graphics context. */
export function PictureCanvas({ frame, look, size, name }: Props) {
  const canvas = useRef<HTMLCanvasElement>(null)
  const [, again] = useReducer((count: number) => count + 1, 0)
  useEffect(() => theRenderer().onRestored(again), [])
  useEffect(() => {
    const target = canvas.current
    if (!target) return undefined
    const request = requestAnimationFrame(() => {
      if (theRenderer().draw(target, frame, look, size)) target.dataset['drawn'] = frame.key
    })
    return () => cancelAnimationFrame(request)
  })
  // A canvas has no tag of its own for what it shows.
  // oxlint-disable-next-line jsx-a11y/prefer-tag-over-role
  return <canvas ref={canvas} className="picture" role="img" aria-label={name} />
}
