import type { Header } from '#shared/header.ts'
import { useWords } from '#renderer/messages/use-words.ts'
import type { ImagePoint } from '#shared/geometry.ts'
import type { LoadedFrame } from './load-frame.ts'
import { valueAt } from './measure.ts'
import { edgeLetters } from './orientation.ts'
import { type Affine, type Size, toViewPoint, type View } from './view.ts'
import { viewerWords } from './words.ts'

type Props = {
  readonly frame: LoadedFrame
  readonly header: Header
  readonly view: View
  readonly map: Affine
  readonly size: Size
  readonly windowText: string
  readonly inverted: boolean
  readonly pointer: ImagePoint | undefined
}

/** Letters at the edges, what is shown and how in the corners, and a scale where the spacing is known. */
export function Annotations({ frame, header, view, map, size, windowText, inverted, pointer }: Props) {
  const t = useWords(viewerWords)
  const letters = edgeLetters(header.image, view)
  const { description } = frame
  const changed = [
    inverted ? t('inverted') : '',
    view.flipped ? t('flipped') : '',
    view.rotation === 0 ? '' : t('turned', { degrees: view.rotation }),
  ].filter((text) => text !== '')
  const percent = Math.round(view.scale * 100)
  return (
    <div className="annotations" aria-hidden="true">
      {(['left', 'top', 'right', 'bottom'] as const).map((edge) => (
        <span key={edge} className={`edge edge-${edge}`}>
          {letters[edge]}
        </span>
      ))}
      <span className="corner corner-top-left">
        {[header.series.modality, header.image.viewPosition, sideOf(header, t)].filter(Boolean).join(' · ')}
        {description.frames > 1 && (
          <>
            <br />
            {t('frameOf', { n: description.frame, total: description.frames })}
          </>
        )}
      </span>
      <span className="corner corner-top-right">{changed.join(' · ')}</span>
      <span className="corner corner-bottom-left">
        {windowText} · {t('zoomIs', { percent })}
      </span>
      <span className="corner corner-bottom-right number">{pointer && wordValue(frame, pointer, t)}</span>
      <ScaleBar header={header} map={map} size={size} />
    </div>
  )
}

type Say = (key: keyof typeof viewerWords, values?: Readonly<Record<string, string | number>>) => string

function sideOf({ image }: Header, t: Say): string {
  if (image.imageLaterality === 'L') return t('sideLeft')
  if (image.imageLaterality === 'R') return t('sideRight')
  return image.badges.includes('side-unknown') ? t('sideUnknown') : ''
}

function wordValue(frame: LoadedFrame, point: ImagePoint, t: Say): string {
  const values = valueAt(frame, point)
  if (!values) return ''
  const units = frame.description.units ?? ''
  const value = values.map((one) => Math.round(one * 100) / 100).join(', ')
  return t('valueAt', { x: Math.floor(point.x), y: Math.floor(point.y), value: `${value} ${units}`.trim() })
}

const barLengths = [200, 100, 50, 20, 10, 5, 2, 1]

function ScaleBar({ header, map, size }: { readonly header: Header; readonly map: Affine; readonly size: Size }) {
  const t = useWords(viewerWords)
  const { spacing } = header.image
  if (!spacing) return undefined
  const [a, b] = [toViewPoint(map, { x: 0, y: 0 }), toViewPoint(map, { x: 1 / spacing.columnMm, y: 0 })]
  const perMm = Math.hypot(b.x - a.x, b.y - a.y)
  const millimetres = barLengths.find((length) => length * perMm <= size.width / 3) ?? 1
  const key = spacing.meaning === 'detector' ? 'notCalibrated' : 'millimetres'
  return (
    <svg className="scale-bar" width={millimetres * perMm + 2} height="22">
      <path d={`M1 14 v6 h${millimetres * perMm} v-6`} fill="none" stroke="currentColor" />
      <text x={millimetres * perMm} y="11" textAnchor="end">
        {t(key, { value: millimetres })}
      </text>
    </svg>
  )
}
