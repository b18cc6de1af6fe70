import type { ImagePoint } from '#shared/geometry.ts'
import type { Placement } from './placement.ts'
import { flip, turn, type View } from './view.ts'
import type { WindowChoice } from './window-choice.ts'

export const tools = ['window', 'pan', 'zoom', 'length', 'angle', 'rectangle', 'ellipse', 'box'] as const
export type Tool = (typeof tools)[number]
export type MeasuringTool = Extract<Tool, 'length' | 'angle' | 'rectangle' | 'ellipse'>

/** A measurement on one image; its points in image coordinates. */
export type Measurement = { readonly kind: MeasuringTool; readonly points: readonly ImagePoint[] }

/** What a person did to one image: kept by image, so that nothing of one ever lies on another. */
export type ViewportState = {
  readonly frame: number
  /** Absent: the whole image fits, whatever the viewport's size. */
  readonly placement: Placement | undefined
  readonly orientation: Pick<View, 'rotation' | 'flipped'>
  /** Absent: the file's VOI LUT or first window. */
  readonly window: WindowChoice | undefined
  readonly inverted: boolean
  /** Whether the file's overlay planes are shown. */
  readonly overlay: boolean
  readonly measurements: readonly Measurement[]
}

export const freshViewport: ViewportState = {
  frame: 1,
  placement: undefined,
  orientation: { rotation: 0, flipped: false },
  window: undefined,
  inverted: false,
  overlay: true,
  measurements: [],
}

/** Points that a measurement needs. */
export const pointsOf = (kind: MeasuringTool): number => (kind === 'angle' ? 3 : 2)

const unplaced = { scale: 1, centre: { x: 0, y: 0 } }

/** The image turned or flipped; the point in the middle stays there. */
const reoriented = (state: ViewportState, change: (view: View) => View): ViewportState => {
  const { rotation, flipped } = change({ ...unplaced, ...state.orientation })
  return { ...state, orientation: { rotation, flipped } }
}

export const turned = (state: ViewportState): ViewportState => reoriented(state, turn)
export const flippedOver = (state: ViewportState): ViewportState => reoriented(state, flip)

/** A linked image takes over how the other is shown; its frame and what was measured on it are its own. */
export const linkedTo = (
  own: ViewportState,
  { placement, orientation, window, inverted, overlay }: ViewportState,
): ViewportState => ({ ...own, placement, orientation, window, inverted, overlay })
