import type { ImagePoint } from '#shared/geometry.ts'
import type { Window } from '#shared/windowing.ts'
import { flip, turn, type View } from './view.ts'

export const tools = ['window', 'pan', 'zoom', 'length', 'angle', 'rectangle', 'ellipse', 'box'] as const
export type Tool = (typeof tools)[number]
export type MeasuringTool = Extract<Tool, 'length' | 'angle' | 'rectangle' | 'ellipse'>

/** A measurement on one image; its points in image coordinates. */
export type Measurement = { readonly kind: MeasuringTool; readonly points: readonly ImagePoint[] }

/** What a person did to one image: kept by image, so that nothing of one ever lies on another. */
export type ViewportState = {
  readonly frame: number
  /** Absent: the whole image fits, whatever the viewport's size, turned as `orientation` says. */
  readonly view: View | undefined
  readonly orientation: Pick<View, 'rotation' | 'flipped'>
  /** Absent: the file's VOI LUT or first window. */
  readonly window: Window | undefined
  readonly inverted: boolean
  readonly measurements: readonly Measurement[]
}

export const freshViewport: ViewportState = {
  frame: 1,
  view: undefined,
  orientation: { rotation: 0, flipped: false },
  window: undefined,
  inverted: false,
  measurements: [],
}

/** Points that a measurement needs. */
export const pointsOf = (kind: MeasuringTool): number => (kind === 'angle' ? 3 : 2)

const unplaced = { scale: 1, centre: { x: 0, y: 0 } }

/** The image turned or flipped, its place kept where it has one of its own. */
const reoriented = (state: ViewportState, change: (view: View) => View): ViewportState => {
  const { rotation, flipped } = change({ ...unplaced, ...state.orientation })
  return { ...state, view: state.view && change(state.view), orientation: { rotation, flipped } }
}

export const turned = (state: ViewportState): ViewportState => reoriented(state, turn)
export const flippedOver = (state: ViewportState): ViewportState => reoriented(state, flip)
