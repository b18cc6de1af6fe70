import type { ImagePoint } from '#shared/geometry.ts'
import type { Window } from '#shared/windowing.ts'
import type { View } from './view.ts'

export const tools = ['window', 'pan', 'zoom', 'length', 'angle', 'rectangle', 'ellipse', 'box'] as const
export type Tool = (typeof tools)[number]
export type MeasuringTool = Extract<Tool, 'length' | 'angle' | 'rectangle' | 'ellipse'>

/** A measurement on one image; its points in image coordinates. */
export type Measurement = { readonly kind: MeasuringTool; readonly points: readonly ImagePoint[] }

/** What a person did to one image: kept by image, so that nothing of one ever lies on another. */
export type ViewportState = {
  readonly frame: number
  /** Absent until the viewport's size is known: the whole image then fits. */
  readonly view: View | undefined
  /** Absent: the file's VOI LUT or first window. */
  readonly window: Window | undefined
  readonly inverted: boolean
  readonly measurements: readonly Measurement[]
}

export const freshViewport: ViewportState = {
  frame: 1,
  view: undefined,
  window: undefined,
  inverted: false,
  measurements: [],
}

/** Points that a measurement needs. */
export const pointsOf = (kind: MeasuringTool): number => (kind === 'angle' ? 3 : 2)
