import { type PointerEvent, type ReactNode, useRef, useState, type WheelEvent } from 'react'
import { Trouble } from '#renderer/parts/trouble.tsx'
import { useWords } from '#renderer/messages/use-words.ts'
import type { ImagePoint, ViewPoint } from '#shared/geometry.ts'
import type { StoredImage } from '#shared/study.ts'
import { Annotations } from './annotations.tsx'
import type { LoadedFrame } from './load-frame.ts'
import { Measurements } from './measurements.tsx'
import { PictureCanvas } from './picture-canvas.tsx'
import { toPlacement, toView } from './placement.ts'
import { Preview } from './preview.tsx'
import { useFrame } from './use-frame.ts'
import { useSize } from './use-size.ts'
import {
  type Affine,
  fitView,
  imageToView,
  invert,
  panBy,
  pixelShape,
  type Size,
  toImagePoint,
  type View,
  zoomAt,
} from './view.ts'
import { type Measurement, pointsOf, type Tool, type ViewportState } from './viewport-state.ts'
import { dragged, toWindow, type WindowChoice } from './window-choice.ts'
import { viewerWords } from './words.ts'

type Change = (change: (state: ViewportState) => ViewportState) => void

export type ViewportProps = {
  readonly image: StoredImage
  readonly state: ViewportState
  readonly tool: Tool
  readonly onChange: Change
  /** Told when a person takes the image in hand. */
  readonly onTouch?: (() => void) | undefined
  /** A box that the reader drew. */
  readonly onBox: (box: readonly [number, number, number, number]) => void
  /** Marks that lie over the image, given its map to the viewport. */
  readonly renderOverlay: (map: Affine, frame: LoadedFrame) => ReactNode
  readonly renderUnderlay?: ((map: Affine, size: Size) => ReactNode) | undefined
  readonly name: string
}

/** One image with everything that lies over it. Left drag is the tool; right drag moves, the wheel zooms or scrolls frames. */
export function Viewport(props: ViewportProps) {
  const { image, state } = props
  const t = useWords(viewerWords)
  const element = useRef<HTMLDivElement>(null)
  const size = useSize(element)
  const frame = useFrame(image.id, state.frame)
  return (
    <div ref={element} className="viewport">
      {frame.error && (
        <div className="viewport-trouble">
          <Trouble error={frame.error} />
        </div>
      )}
      {!frame.data && !frame.error && <Preview imageId={image.id} name={t('loading')} />}
      {frame.data && !frame.error && size && size.width > 0 && <Shown {...props} frame={frame.data} size={size} />}
    </div>
  )
}

type ShownProps = ViewportProps & { readonly frame: LoadedFrame; readonly size: Size }

function Shown(props: ShownProps) {
  const { image, state, frame, size, renderOverlay, renderUnderlay, name } = props
  const t = useWords(viewerWords)
  const { header } = image
  const shape = pixelShape(header.image)
  const { description } = frame
  const whole = { width: description.columns, height: description.rows }
  const fitted = fitView(whole, size, shape, state.orientation)
  const view = toView(state.placement, fitted, whole, devicePixelRatio)
  const map = imageToView(view, size, shape)
  const window = toWindow(state.window, description)
  const hand = useHand(props, view, fitted)
  const { center, width } = window ?? { center: 0, width: 0 }
  const windowText = window ? t('windowIs', { center: round(center), width: round(width) }) : 'LUT'
  return (
    <>
      <PictureCanvas
        frame={frame}
        look={{ map, window, inverted: state.inverted, overlay: state.overlay }}
        size={size}
        name={name}
      />
      {renderUnderlay?.(map, size)}
      <div className="hand" {...hand.listeners}>
        <svg className="marks" width={size.width} height={size.height}>
          {renderOverlay(map, frame)}
          <Measurements
            frame={frame}
            map={map}
            measurements={hand.drawing ? [...state.measurements, hand.drawing] : state.measurements}
          />
          {hand.box && <polygon className="drawn-box" points={boxPoints(hand.box, map)} />}
        </svg>
      </div>
      <Annotations
        frame={frame}
        header={header}
        view={view}
        map={map}
        size={size}
        windowText={windowText}
        inverted={state.inverted}
        pointer={hand.pointer}
      />
    </>
  )
}

const round = (value: number): number => Math.round(value * 100) / 100

function boxPoints([a, b]: readonly [ImagePoint, ImagePoint], map: Affine): string {
  const corners = [a, { x: b.x, y: a.y }, b, { x: a.x, y: b.y }]
  return corners.map(({ x, y }) => `${map[0] * x + map[2] * y + map[4]},${map[1] * x + map[3] * y + map[5]}`).join(' ')
}

type Drag = {
  readonly tool: Tool
  readonly from: ViewPoint
  readonly view: View
  readonly window: WindowChoice | undefined
}

/** What the pointer does in a viewport. */
function useHand({ image, state, tool, onTouch, onChange, onBox, frame, size }: ShownProps, view: View, fitted: View) {
  const drag = useRef<Drag>(undefined)
  const [pointer, setPointer] = useState<ImagePoint>()
  const [points, setPoints] = useState<readonly ImagePoint[]>([])
  const shape = pixelShape(image.header.image)
  const toImage = (at: ViewPoint) => toImagePoint(invert(imageToView(view, size, shape)), at)
  const { frames, columns, rows } = frame.description
  const whole = { width: columns, height: rows }
  const put = (placed: View) => onChange((before) => ({ ...before, placement: toPlacement(placed, fitted, whole) }))

  const finish = (kind: Measurement['kind'], made: readonly ImagePoint[]) => {
    setPoints([])
    onChange((before) => ({ ...before, measurements: [...before.measurements, { kind, points: made }] }))
  }

  const place = (event: {
    readonly currentTarget: Element
    readonly clientX: number
    readonly clientY: number
  }): ViewPoint => {
    const { left, top } = event.currentTarget.getBoundingClientRect()
    return { x: event.clientX - left, y: event.clientY - top }
  }

  function down(event: PointerEvent): void {
    if (event.defaultPrevented) return
    onTouch?.()
    event.currentTarget.setPointerCapture(event.pointerId)
    const used: Tool = event.button === 2 ? 'pan' : event.button === 1 ? 'zoom' : tool
    const from = place(event)
    drag.current = { tool: used, from, view, window: state.window }
    if (used === 'angle' && points.length === 2) finish('angle', [...points, toImage(from)])
    else if (used !== 'window' && used !== 'pan' && used !== 'zoom') setPoints([toImage(from), toImage(from)])
  }

  function move(event: PointerEvent): void {
    const at = place(event)
    setPointer(toImage(at))
    const held = drag.current
    if (!held) return
    const [dx, dy] = [at.x - held.from.x, at.y - held.from.y]
    switch (held.tool) {
      case 'window': {
        const window = dragged(held.window, { x: dx, y: dy }, frame.description)
        return onChange((before) => ({ ...before, window }))
      }
      case 'pan':
        return put(panBy(held.view, { x: dx, y: dy }, size, shape))
      case 'zoom':
        return put(zoomAt(held.view, Math.exp(-dy / 150), held.from, size, shape))
      default:
        return setPoints((made) => [made[0] ?? toImage(at), toImage(at)])
    }
  }

  function up(): void {
    const held = drag.current
    drag.current = undefined
    const [a, b] = points
    if (!held || !a || !b || Math.hypot(b.x - a.x, b.y - a.y) < 1) {
      if (held?.tool !== 'angle') setPoints([])
      return
    }
    switch (held.tool) {
      case 'length':
      case 'rectangle':
      case 'ellipse':
        return finish(held.tool, points.slice(0, pointsOf(held.tool)))
      case 'box':
        setPoints([])
        return onBox([Math.min(a.x, b.x), Math.min(a.y, b.y), Math.abs(b.x - a.x), Math.abs(b.y - a.y)])
      default:
      // An angle waits for its third point.
    }
  }

  function wheel(event: WheelEvent): void {
    if (frames > 1 && !event.ctrlKey) {
      const step = event.deltaY > 0 ? 1 : -1
      return onChange((before) => ({ ...before, frame: Math.min(frames, Math.max(1, before.frame + step)) }))
    }
    const at = place(event)
    // Several turns of the wheel may come before the next picture: each goes on from the one before.
    onChange((before) => {
      const from = toView(before.placement, fitted, whole, devicePixelRatio)
      const zoomed = zoomAt(from, Math.exp(-event.deltaY / 400), at, size, shape)
      return { ...before, placement: toPlacement(zoomed, fitted, whole) }
    })
  }

  const measuring = tool === 'length' || tool === 'angle' || tool === 'rectangle' || tool === 'ellipse'
  const [a, b] = points
  return {
    pointer,
    drawing: measuring && points.length > 1 ? { kind: tool, points } : undefined,
    box: tool === 'box' && a && b ? ([a, b] as const) : undefined,
    listeners: {
      onPointerDown: down,
      onPointerMove: move,
      onPointerUp: up,
      onPointerLeave: () => setPointer(undefined),
      onWheel: wheel,
      onContextMenu: (event: { preventDefault(): void }) => event.preventDefault(),
    },
  }
}
