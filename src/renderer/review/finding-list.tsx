import { wordScore } from '#renderer/messages/score.ts'
import { useLanguage, useWords } from '#renderer/messages/use-words.ts'
import { correct, judge, type OverlayBox, remove } from '#renderer/overlays/marks.ts'
import { overlayWords } from '#renderer/overlays/words.ts'
import { useShortcuts } from '#renderer/keys/use-shortcuts.ts'
import type { Mark } from '#shared/domain.ts'
import type { StoredImage } from '#shared/study.ts'
import { reviewWords } from './words.ts'

type Props = {
  readonly image: StoredImage
  readonly boxes: readonly OverlayBox[]
  readonly marks: readonly Mark[]
  readonly labels: readonly string[]
  readonly newLabel: string
  readonly onNewLabel: (label: string) => void
  readonly selected: string | undefined
  readonly onSelect: (key: string) => void
  readonly onMarks: (marks: readonly Mark[]) => void
}

/** Every box of the image with what the reader may do to it. The model's finding stays; a mark stands beside it. */
export function FindingList(props: Props) {
  const { image, boxes, marks, labels, newLabel, onNewLabel, selected, onSelect, onMarks } = props
  const t = useWords(reviewWords)
  const to = useWords(overlayWords)
  const language = useLanguage()
  const chosen = boxes.find(({ key }) => key === selected)
  const act = (action: 'accept' | 'reject') => chosen && onMarks(judge(marks, image.id, chosen, action))
  const relabel = (box: OverlayBox) => {
    const next = labels[(labels.indexOf(box.label) + 1) % labels.length]
    if (next !== undefined) onMarks(correct(marks, image.id, box, { label: next }))
  }
  useShortcuts(t('findings'), [
    { keys: ['y'], name: to('accept'), run: () => act('accept') },
    {
      keys: ['d'],
      name: to('reject'),
      run: () => (chosen?.by === 'reader' ? onMarks(remove(marks, chosen)) : act('reject')),
    },
    { keys: ['Shift+L'], name: t('nextLabel'), run: () => chosen && relabel(chosen) },
  ])
  return (
    <section aria-label={t('findings')} className="finding-list">
      <h2>{t('findings')}</h2>
      {boxes.length === 0 && <p className="quiet">{t('noFindings')}</p>}
      <ul>
        {boxes.map((box) => (
          <li key={box.key} className={`finding finding-${box.state}`} aria-current={box.key === selected}>
            <button type="button" className="plain" onClick={() => onSelect(box.key)}>
              {box.label} {box.score === undefined ? `(${to('yours')})` : wordScore(box.score, undefined, language)}
            </button>
            <select
              aria-label={to('relabel')}
              value={box.label}
              onChange={(event) => onMarks(correct(marks, image.id, box, { label: event.target.value }))}
            >
              {[...new Set([box.label, ...labels])].map((label) => (
                <option key={label}>{label}</option>
              ))}
            </select>
            {box.by === 'model' ? (
              <>
                <button
                  type="button"
                  aria-pressed={box.state === 'accept'}
                  onClick={() => onMarks(judge(marks, image.id, box, 'accept'))}
                >
                  {to('accept')}
                </button>
                <button
                  type="button"
                  aria-pressed={box.state === 'reject'}
                  onClick={() => onMarks(judge(marks, image.id, box, 'reject'))}
                >
                  {to('reject')}
                </button>
              </>
            ) : (
              <button type="button" onClick={() => onMarks(remove(marks, box))}>
                {to('remove')}
              </button>
            )}
          </li>
        ))}
      </ul>
      <label>
        {t('labelOfBox')}
        <select value={newLabel} onChange={(event) => onNewLabel(event.target.value)}>
          {[...new Set([newLabel, ...labels])].map((label) => (
            <option key={label}>{label}</option>
          ))}
        </select>
      </label>
    </section>
  )
}
