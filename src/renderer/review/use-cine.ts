import { useEffect, useRef } from 'react'
import type { ViewportState } from '#renderer/viewer/viewport-state.ts'
import type { Frame } from '#shared/study.ts'

const usualMs = 100

/** Plays the frames of an image in a circle, at the file's own pace where it has one. */
export function useCine(
  playing: boolean,
  frame: Frame | undefined,
  change: (made: (before: ViewportState) => ViewportState) => void,
): void {
  const latest = useRef(change)
  useEffect(() => {
    latest.current = change
  })
  const frames = frame?.frames ?? 1
  const every = Math.max(30, frame?.header.image.frameTimeMs ?? usualMs)
  useEffect(() => {
    if (!playing || frames < 2) return undefined
    const timer = setInterval(
      () => latest.current((before) => ({ ...before, frame: (before.frame % frames) + 1 })),
      every,
    )
    return () => clearInterval(timer)
  }, [playing, frames, every])
}
