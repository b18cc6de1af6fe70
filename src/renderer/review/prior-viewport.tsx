import { wordTime } from '#renderer/messages/dates.ts'
import { useLanguage, useWords } from '#renderer/messages/use-words.ts'
import { Viewport } from '#renderer/viewer/viewport.tsx'
import type { Tool, ViewportState } from '#renderer/viewer/viewport-state.ts'
import type { StoredImage } from '#shared/study.ts'
import { reviewWords } from './words.ts'

type Props = {
  readonly image: StoredImage
  readonly acquiredAt: string | undefined
  readonly state: ViewportState
  readonly tool: Tool
  readonly onChange: (made: (before: ViewportState) => ViewportState) => void
}

/** The same patient's earlier image of the kind, beside the current one. Nothing is drawn on it and no box is set on it. */
export function PriorViewport({ image, acquiredAt, state, tool, onChange }: Props) {
  const t = useWords(reviewWords)
  const language = useLanguage()
  const name = t('prior', { date: wordTime(acquiredAt, language) })
  return (
    <div className="prior">
      <p className="prior-name">{name}</p>
      <Viewport
        image={image}
        state={state}
        tool={tool === 'box' ? 'window' : tool}
        onChange={onChange}
        onBox={() => undefined}
        renderOverlay={() => undefined}
        name={name}
      />
    </div>
  )
}
