import { useWords } from '#renderer/messages/use-words.ts'
import type { ImagePoint } from '#shared/geometry.ts'
import type { LoadedFrame } from './load-frame.ts'
import { angleOf, lengthOf, statisticsOf } from './measure.ts'
import { type Affine, toViewPoint } from './view.ts'
import type { Measurement } from './viewport-state.ts'
import { viewerWords } from './words.ts'

type Props = { readonly frame: LoadedFrame; readonly map: Affine; readonly measurements: readonly Measurement[] }

/** Measurements as lines with their value in words, following every move of the image. */
export function Measurements({ frame, map, measurements }: Props) {
  const wordMeasurement = useMeasurementWords(frame)
  return measurements.map((measurement, i) => {
    const text = wordMeasurement(measurement)
    const points = measurement.points.map((point) => toViewPoint(map, point))
    const last = points.at(-1)
    return (
      // Measurements are only ever added at the end.
      // oxlint-disable-next-line react/no-array-index-key, jsx-a11y/prefer-tag-over-role
      <g key={i} className="measurement" role="img" aria-label={text}>
        <Shape measurement={measurement} map={map} />
        {last && (
          <text x={last.x + 6} y={last.y - 6}>
            {text}
          </text>
        )}
      </g>
    )
  })
}

function Shape({ measurement: { kind, points }, map }: { readonly measurement: Measurement; readonly map: Affine }) {
  const [first, second] = points
  if (!first || !second) return undefined
  const outline = kind === 'rectangle' ? corners(first, second) : kind === 'ellipse' ? rim(first, second) : points
  const path = outline
    .map((point) => toViewPoint(map, point))
    .map(({ x, y }) => `${x},${y}`)
    .join(' ')
  return kind === 'length' || kind === 'angle' ? <polyline points={path} /> : <polygon points={path} />
}

const corners = (a: ImagePoint, b: ImagePoint): ImagePoint[] => [a, { x: b.x, y: a.y }, b, { x: a.x, y: b.y }]

/** As a polygon, so that it turns with the image whatever the shape of its pixels. */
function rim(a: ImagePoint, b: ImagePoint): ImagePoint[] {
  return Array.from({ length: 48 }, (_, i) => {
    const angle = (i / 48) * 2 * Math.PI
    return {
      x: (a.x + b.x) / 2 + (Math.abs(b.x - a.x) / 2) * Math.cos(angle),
      y: (a.y + b.y) / 2 + (Math.abs(b.y - a.y) / 2) * Math.sin(angle),
    }
  })
}

function useMeasurementWords(frame: LoadedFrame): (measurement: Measurement) => string {
  const t = useWords(viewerWords)
  const { image } = frame.description.header
  const rounded = (value: number) => Math.round(value * 10) / 10
  return ({ kind, points: [a, b, c] }) => {
    if (!a || !b) return ''
    switch (kind) {
      case 'length': {
        const { value, unit, calibrated } = lengthOf(a, b, image)
        if (unit === 'px') return t('pixels', { value: rounded(value) })
        return t(calibrated ? 'millimetres' : 'notCalibrated', { value: rounded(value) })
      }
      case 'angle':
        return c ? `${rounded(angleOf(a, b, c, image))}°` : ''
      default: {
        const found = statisticsOf(frame, [a, b], kind)
        if (!found) return ''
        const { mean, deviation, minimum, maximum, pixels } = found
        return t('statistics', {
          mean: rounded(mean),
          deviation: rounded(deviation),
          minimum: rounded(minimum),
          maximum: rounded(maximum),
          pixels,
        })
      }
    }
  }
}
