import { Line, ReferenceDot, ReferenceLine } from 'recharts'
import { useWords } from '#renderer/messages/use-words.ts'
import type { Evaluation } from '#shared/evaluation.ts'
import { operatingPoint } from './operating-point.ts'
import { Plot } from './plot.tsx'
import { thinned } from './thinned.ts'
import { evaluationWords } from './words.ts'

const blue = '#6cb2f0'
const orange = '#f0a23c'
const diagonal = [
  { x: 0, y: 0 },
  { x: 1, y: 1 },
] as const

type Props = { readonly evaluation: Evaluation; readonly threshold: number }

/** ROC, precision over recall, and calibration, with the operating point on the first. */
export function AccuracyPlots({ evaluation, threshold }: Props) {
  const t = useWords(evaluationWords)
  const { roc, precisionRecall, calibration, detection } = evaluation
  const at = operatingPoint(evaluation, threshold)
  const rocPoints = thinned(roc).map(({ falsePositiveRate, sensitivity }) => ({ x: falsePositiveRate, y: sensitivity }))
  const prPoints = thinned(precisionRecall).map(({ recall, precision }) => ({ x: recall, y: precision }))
  const bins = calibration.bins
    .filter(({ n }) => n > 0)
    .map(({ predicted, observed }) => ({ x: predicted, y: observed }))
  return (
    <div className="plots">
      <Plot name={t('roc')} x={t('falsePositiveRate')} y={t('sensitivity')} points={roc.length}>
        <ReferenceLine segment={diagonal} stroke="#5a656f" strokeDasharray="4 4" />
        <Line data={rocPoints} dataKey="y" stroke={blue} strokeWidth={2} dot={false} isAnimationActive={false} />
        <ReferenceDot x={1 - at.specificity} y={at.sensitivity} r={6} fill={orange} stroke="#0e1114" />
      </Plot>
      <Plot name={t('precisionRecall')} x={t('recall')} y={t('precision')} points={precisionRecall.length}>
        <Line data={prPoints} dataKey="y" stroke={blue} strokeWidth={2} dot={false} isAnimationActive={false} />
      </Plot>
      <Plot name={t('calibrationPlot')} x={t('predicted')} y={t('observed')} points={bins.length}>
        <ReferenceLine segment={diagonal} stroke="#5a656f" strokeDasharray="4 4" />
        <Line
          data={bins}
          dataKey="y"
          stroke={blue}
          strokeWidth={2}
          dot={{ r: 4, fill: blue }}
          isAnimationActive={false}
        />
      </Plot>
      {detection && <Froc froc={detection.froc} />}
    </div>
  )
}

/** Sensitivity for boxes over false ones an image, in steps as it was counted. */
function Froc({ froc }: { readonly froc: NonNullable<Evaluation['detection']>['froc'] }) {
  const t = useWords(evaluationWords)
  const points = froc.map(({ falsePositivesPerImage, sensitivity }) => ({ x: falsePositivesPerImage, y: sensitivity }))
  const end = Math.max(1, Math.ceil(points.at(-1)?.x ?? 1))
  const [first] = points
  const whole = [{ x: first?.x ?? 0, y: 0 }, ...points, { x: end, y: points.at(-1)?.y ?? 0 }]
  return (
    <Plot name={t('froc')} x={t('falsePerImage')} y={t('sensitivity')} points={froc.length} end={end}>
      <Line
        data={whole}
        type="stepAfter"
        dataKey="y"
        stroke={blue}
        strokeWidth={2}
        dot={false}
        isAnimationActive={false}
      />
    </Plot>
  )
}
