import { useState } from 'react'
import { freshViewport, linkedTo, type ViewportState } from '#renderer/viewer/viewport-state.ts'
import type { Header } from '#shared/header.ts'
import type { StudyDetail } from '#shared/study.ts'
import { frontOf, hang, type Hanging, type Hung, isSameView } from './hang.ts'

type Made = (before: ViewportState) => ViewportState
type States = Readonly<Record<number, ViewportState>>

export type Viewports = {
  readonly hung: readonly Hung[]
  /** The image that keys and panels are about. */
  readonly activeId: number | undefined
  readonly stateOf: (imageId: number) => ViewportState
  readonly change: (imageId: number, made: Made) => void
  /** Puts an image in front; one that hangs already stays where it is. */
  readonly activate: (imageId: number) => void
  readonly hanging: Hanging
  readonly setHanging: (hanging: Hanging) => void
  readonly linked: boolean
  readonly setLinked: (linked: boolean) => void
}

/**
 * What hangs in the viewports of a study and how. Linked, images of the same view share place, turn, window and
 * inversion; other images of the study share the window and the inversion only, since a place in one means nothing in
 * another.
 */
export function useViewports(study: StudyDetail): Viewports {
  const [front, setFront] = useState(() => frontOf(study.images))
  const [active, setActive] = useState(front)
  const [states, setStates] = useState<States>({})
  const [hanging, setHanging] = useState<Hanging>({ together: true, withPrior: true })
  const [linked, setLinked] = useState(true)
  const hung = front === undefined ? [] : hang(study, front, hanging)
  const headerOf = ({ imageId, prior }: Hung): Header | undefined =>
    prior ? prior.image.header : study.images.find(({ id }) => id === imageId)?.header

  const change = (imageId: number, made: Made) => {
    const source = hung.find((each) => each.imageId === imageId)
    const from = source && headerOf(source)
    setStates((before) => {
      const changed = made(before[imageId] ?? freshViewport)
      const after: Record<number, ViewportState> = { ...before, [imageId]: changed }
      if (!linked || !from) return after
      for (const each of hung) {
        if (each.imageId === imageId) continue
        const own = before[each.imageId] ?? freshViewport
        const to = headerOf(each)
        after[each.imageId] =
          to && isSameView(from, to)
            ? linkedTo(own, changed)
            : { ...own, window: changed.window, inverted: changed.inverted }
      }
      return after
    })
  }
  const isHung = (imageId: number) => hung.some((each) => each.imageId === imageId)
  return {
    hung,
    activeId: active,
    stateOf: (imageId) => states[imageId] ?? freshViewport,
    change,
    activate: (imageId) => {
      setActive(imageId)
      if (!isHung(imageId)) setFront(imageId)
    },
    hanging,
    setHanging: (next) => {
      // One viewport is that of the image in hand.
      if (!next.together) setFront(active)
      setHanging(next)
    },
    linked,
    setLinked,
  }
}
