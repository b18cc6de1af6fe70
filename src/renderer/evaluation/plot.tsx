import type { ReactNode } from 'react'
import { CartesianGrid, LineChart, XAxis, YAxis } from 'recharts'
import { useWords } from '#renderer/messages/use-words.ts'
import { evaluationWords } from './words.ts'

const ticks = [0, 0.2, 0.4, 0.6, 0.8, 1]
const quiet = '#98a3ad'

type Props = {
  readonly name: string
  readonly x: string
  readonly y: string
  readonly points: number
  /** Where the x axis ends, 1 unless told. */
  readonly end?: number
  /** Lines and dots, each with its own data. */
  readonly children: ReactNode
}

/** A square plot of fractions, drawn as SVG whose colours are attributes, so that a saved copy looks the same. */
export function Plot({ name, x, y, points, end = 1, children }: Props) {
  const t = useWords(evaluationWords)
  return (
    <figure className="plot" data-plot={name}>
      <figcaption>{name}</figcaption>
      <LineChart
        width={330}
        height={310}
        margin={{ top: 8, right: 12, bottom: 20, left: 4 }}
        title={t('plotSaid', { name, points })}
        accessibilityLayer={false}
      >
        <CartesianGrid stroke="#2a3138" />
        <XAxis
          type="number"
          dataKey="x"
          domain={[0, end]}
          ticks={ticks.map((tick) => tick * end)}
          stroke={quiet}
          tick={{ fill: quiet, fontSize: 11 }}
          label={{ value: x, position: 'bottom', offset: 2, fill: quiet, fontSize: 12 }}
        />
        <YAxis
          type="number"
          dataKey="y"
          domain={[0, 1]}
          ticks={ticks}
          width={46}
          stroke={quiet}
          tick={{ fill: quiet, fontSize: 11 }}
          label={{ value: y, angle: -90, position: 'insideLeft', offset: 12, fill: quiet, fontSize: 12 }}
        />
        {children}
      </LineChart>
    </figure>
  )
}
