import { useState } from 'react'
import { useAnswer } from '#renderer/bridge.ts'
import { wordTime } from '#renderer/messages/dates.ts'
import { useLanguage, useWords } from '#renderer/messages/use-words.ts'
import { Viewport } from '#renderer/viewer/viewport.tsx'
import { freshViewport, type Tool, type ViewportState } from '#renderer/viewer/viewport-state.ts'
import { reviewWords } from './words.ts'

type Props = {
  readonly studyId: number
  readonly imageId: number
  readonly acquiredAt: string | undefined
  /** The current image's state: zoom, turn and inversion are shared, the place in the image is each one's own. */
  readonly linked: ViewportState
  readonly tool: Tool
}

/** The same patient's earlier image of the kind, beside the current one. */
export function PriorViewport({ studyId, imageId, acquiredAt, linked, tool }: Props) {
  const t = useWords(reviewWords)
  const language = useLanguage()
  const study = useAnswer('study:get', { studyId }, { staleTime: 60_000 })
  const [state, setState] = useState<ViewportState>(freshViewport)
  const image = study.data?.images.find(({ id }) => id === imageId)
  if (!image) return <div className="viewport" />
  const { orientation } = linked
  const view = state.view && { ...state.view, ...orientation }
  return (
    <div className="prior">
      <p className="prior-name">{t('prior', { date: wordTime(acquiredAt, language) })}</p>
      <Viewport
        image={image}
        state={{ ...state, view, orientation, inverted: linked.inverted }}
        tool={tool === 'box' ? 'window' : tool}
        onChange={(made) => setState((before) => made(before))}
        onBox={() => undefined}
        renderOverlay={() => undefined}
        name={t('prior', { date: wordTime(acquiredAt, language) })}
      />
    </div>
  )
}
