import { useState } from 'react'
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
  /** Boxes of other labels tell where things lie, and stand folded below. */
  readonly isFinding: (label: string) => boolean
  readonly newLabel: string
  readonly onNewLabel: (label: string) => void
  readonly selected: string | undefined
  readonly onSelect: (key: string) => void
  readonly onMarks: (marks: readonly Mark[]) => void
}

/** Every box of the image with what the reader may do to it. The model's finding stays; a mark stands beside it. */
export function FindingList(props: Props) {
  const { image, boxes, marks, labels, isFinding, newLabel, onNewLabel, selected, onSelect, onMarks } = props
  const t = useWords(reviewWords)
  const to = useWords(overlayWords)
  const [unfolded, setUnfolded] = useState(false)
  const isLandmark = ({ by, label }: OverlayBox) => by === 'model' && !isFinding(label)
  const [landmarks, findings] = [boxes.filter(isLandmark), boxes.filter((box) => !isLandmark(box))]
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
  const list = (shown: readonly OverlayBox[]) => (
    <ul>
      {shown.map((box) => (
        <FindingLine
          key={box.key}
          box={box}
          labels={labels}
          isChosen={box.key === selected}
          onSelect={() => onSelect(box.key)}
          onRelabel={(label) => onMarks(correct(marks, image.id, box, { label }))}
          onJudge={(action) => onMarks(judge(marks, image.id, box, action))}
          onRemove={() => onMarks(remove(marks, box))}
        />
      ))}
    </ul>
  )
  return (
    <section aria-label={t('findings')} className="finding-list">
      <h2>{t('findings')}</h2>
      {findings.length === 0 && <p className="quiet">{t('noFindings')}</p>}
      {list(findings)}
      {landmarks.length > 0 && (
        <details
          open={unfolded || (chosen !== undefined && isLandmark(chosen))}
          onToggle={(event) => setUnfolded(event.currentTarget.open)}
        >
          <summary>{t('landmarks', { n: landmarks.length })}</summary>
          {list(landmarks)}
        </details>
      )}
      {boxes.length > 0 && <p className="quiet hint">{t('boxHint')}</p>}
      <label className="new-label">
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

type LineProps = {
  readonly box: OverlayBox
  readonly labels: readonly string[]
  readonly isChosen: boolean
  readonly onSelect: () => void
  readonly onRelabel: (label: string) => void
  readonly onJudge: (action: 'accept' | 'reject') => void
  readonly onRemove: () => void
}

/** One box: its score, what the reader made of it, and, once it is chosen, its label. */
function FindingLine({ box, labels, isChosen, onSelect, onRelabel, onJudge, onRemove }: LineProps) {
  const t = useWords(reviewWords)
  const to = useWords(overlayWords)
  const language = useLanguage()
  return (
    <li className={`finding finding-${box.state}`} aria-current={isChosen}>
      <button type="button" className="plain" onClick={onSelect}>
        {box.label} {box.score === undefined ? `(${to('yours')})` : wordScore(box.score, undefined, language)}
        {box.state === 'correct' && <span className="quiet"> {t('corrected')}</span>}
      </button>
      {box.by === 'model' ? (
        (['accept', 'reject'] as const).map((action) => (
          <button key={action} type="button" aria-pressed={box.state === action} onClick={() => onJudge(action)}>
            {to(action)} {isChosen && <kbd aria-hidden="true">{action === 'accept' ? 'Y' : 'D'}</kbd>}
          </button>
        ))
      ) : (
        <button type="button" onClick={onRemove}>
          {to('remove')} {isChosen && <kbd aria-hidden="true">D</kbd>}
        </button>
      )}
      {isChosen && (
        <label className="finding-label">
          {to('relabel')}
          <select value={box.label} onChange={(event) => onRelabel(event.target.value)}>
            {[...new Set([box.label, ...labels])].map((label) => (
              <option key={label}>{label}</option>
            ))}
          </select>
        </label>
      )}
    </li>
  )
}
