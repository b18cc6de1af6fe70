import type { KeyboardEvent, PointerEvent } from 'react'
import { useRef } from 'react'
import { wordScore } from '#renderer/messages/score.ts'
import { useLanguage, useWords } from '#renderer/messages/use-words.ts'
import { type Affine, invert, toImagePoint, toViewPoint } from '#renderer/viewer/view.ts'
import { viewerWords } from '#renderer/viewer/words.ts'
import type { Box } from '#shared/geometry.ts'
import type { OverlayBox } from './marks.ts'

type Props = {
  readonly boxes: readonly OverlayBox[]
  readonly map: Affine
  readonly selected: string | undefined
  /** Labels that no model flags by are drawn quieter: they tell where things lie. */
  readonly isFinding: (label: string) => boolean
  readonly onSelect: (key: string) => void
  readonly onChange: (box: OverlayBox, changed: Box) => void
}

/**
 * Boxes that follow every move of the image. Each can be focused; arrow keys move it, with Shift they change its size. The
 * mouse takes one by its edge or its label, and the chosen one anywhere: inside the others, the tool in hand works as beside them.
 */
export function Boxes({ boxes, map, selected, isFinding, onSelect, onChange }: Props) {
  const smallestLast = boxes.toSorted((a, b) => areaOf(b.box) - areaOf(a.box))
  return smallestLast.map((box) => (
    <BoxMark
      key={box.key}
      box={box}
      map={map}
      selected={box.key === selected}
      quiet={box.by === 'model' && !isFinding(box.label)}
      onSelect={() => onSelect(box.key)}
      onChange={(changed) => onChange(box, changed)}
    />
  ))
}

const areaOf = ([, , width, height]: Box): number => width * height

type BoxProps = {
  readonly box: OverlayBox
  readonly map: Affine
  readonly selected: boolean
  readonly quiet: boolean
  readonly onSelect: () => void
  readonly onChange: (box: Box) => void
}

type Drag = { readonly x: number; readonly y: number; readonly box: Box; readonly resize: boolean }

function BoxMark({ box, map, selected, quiet, onSelect, onChange }: BoxProps) {
  const t = useWords(viewerWords)
  const language = useLanguage()
  const drag = useRef<Drag>(undefined)
  const [x, y, width, height] = box.box
  const corners = [
    { x, y },
    { x: x + width, y },
    { x: x + width, y: y + height },
    { x, y: y + height },
  ].map((corner) => toViewPoint(map, corner))
  const top = corners.reduce((best, corner) =>
    corner.y < best.y || (corner.y === best.y && corner.x < best.x) ? corner : best,
  )
  const handle = corners[2] ?? top
  const points = corners.map((corner) => `${corner.x},${corner.y}`).join(' ')
  const score = box.score === undefined ? '' : ` ${wordScore(box.score, undefined, language)}`

  const start = (resize: boolean) => (event: PointerEvent) => {
    if (event.button !== 0) return
    event.preventDefault()
    event.stopPropagation()
    event.currentTarget.setPointerCapture(event.pointerId)
    drag.current = { x: event.clientX, y: event.clientY, box: box.box, resize }
    onSelect()
  }
  const move = (event: PointerEvent) => {
    const held = drag.current
    if (!held) return
    event.stopPropagation()
    const inverse = invert(map)
    const [from, to] = [
      toImagePoint(inverse, { x: held.x, y: held.y }),
      toImagePoint(inverse, { x: event.clientX, y: event.clientY }),
    ]
    onChange(shifted(held.box, to.x - from.x, to.y - from.y, held.resize))
  }
  const end = () => {
    drag.current = undefined
  }
  const key = (event: KeyboardEvent) => {
    const step = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }[event.key]
    if (!step) return
    event.preventDefault()
    event.stopPropagation()
    onChange(shifted(box.box, (step[0] ?? 0) * 2, (step[1] ?? 0) * 2, event.shiftKey))
  }
  const listeners = { onPointerMove: move, onPointerUp: end }
  return (
    <g
      className={`box box-${box.by} box-${box.state}${quiet ? ' box-quiet' : ''}${selected ? ' box-selected' : ''}`}
      // A shape of a drawing that is moved by hand or by keys: there is no tag for it.
      // oxlint-disable-next-line jsx-a11y/prefer-tag-over-role
      role="button"
      tabIndex={0}
      aria-label={`${box.label}${score}. ${t('moveBox', { label: box.label })}`}
      onFocus={onSelect}
      onKeyDown={key}
    >
      <polygon className="box-line" points={points} />
      <polygon className="box-hold" points={points} onPointerDown={start(false)} {...listeners} />
      <text x={top.x + 3} y={top.y - 4} onPointerDown={start(false)} {...listeners}>
        {box.label}
        {score}
      </text>
      {selected && <circle cx={handle.x} cy={handle.y} r="6" onPointerDown={start(true)} {...listeners} />}
    </g>
  )
}

const smallest = 2

function shifted([x, y, width, height]: Box, dx: number, dy: number, resize: boolean): Box {
  if (resize) return [x, y, Math.max(smallest, width + dx), Math.max(smallest, height + dy)]
  return [x + dx, y + dy, width, height]
}
