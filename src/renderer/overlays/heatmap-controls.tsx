import { useWords } from '#renderer/messages/use-words.ts'
import type { Heatmap } from '#shared/study.ts'
import { overlayWords } from './words.ts'

type Props = {
  readonly heatmap: Heatmap | undefined
  readonly error: Error | null
  readonly strength: number
  readonly onStrength: (strength: number) => void
}

/** What the map is, whether it can be relied on, and how strongly it is shown. */
export function HeatmapControls({ heatmap, error, strength, onStrength }: Props) {
  const t = useWords(overlayWords)
  return (
    <div className="heatmap-controls">
      {error && <p className="trouble">{error.message}</p>}
      {heatmap && (
        <>
          <p>{t('heatmapOf', { method: t(heatmap.method), label: heatmap.label })}</p>
          {!heatmap.sanity.lowered && (
            <p className="trouble">
              {t('insane', { before: heatmap.sanity.before.toFixed(2), after: heatmap.sanity.after.toFixed(2) })}
            </p>
          )}
        </>
      )}
      <label>
        {t('opacity')}
        <input
          type="range"
          min="0"
          max="1"
          step="0.05"
          value={strength}
          onChange={(event) => onStrength(Number(event.target.value))}
        />
      </label>
    </div>
  )
}
