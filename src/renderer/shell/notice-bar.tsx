import { useState } from 'react'
import { wordDiffering } from '#renderer/messages/device-words.ts'
import { useLanguage, useWords } from '#renderer/messages/use-words.ts'
import { Trouble } from '#renderer/parts/trouble.tsx'
import { useAppState } from './app-state.ts'
import { closeNotice, useNotices } from './notices.ts'
import { shellWords } from './words.ts'

/** What a person should know, above the screen; what happened lies over it, so that no image moves for it. Each until it is closed. */
export function NoticeBar() {
  const t = useWords(shellWords)
  const notices = useNotices()
  const language = useLanguage()
  const { notices: told = [], differing = [] } = useAppState().data ?? {}
  const standing = [...told, ...differing.map(({ id, differs = '' }) => wordDiffering(id, differs, language))]
  const [closed, setClosed] = useState<readonly string[]>([])
  const open = standing.filter((text) => !closed.includes(text))
  return (
    <>
      {open.length > 0 && (
        <section className="notice-bar" aria-label={t('notices')}>
          {open.map((text) => (
            <Line key={text} onClose={() => setClosed([...closed, text])}>
              <output>{text}</output>
            </Line>
          ))}
        </section>
      )}
      {notices.length > 0 && (
        <section className="notices-over" aria-label={t('happened')}>
          {notices.map(({ id, error, text }) => (
            <Line key={id} onClose={() => closeNotice(id)}>
              {error ? <Trouble error={error} /> : <output>{text}</output>}
            </Line>
          ))}
        </section>
      )}
    </>
  )
}

function Line({ onClose, children }: { readonly onClose: () => void; readonly children: React.ReactNode }) {
  const t = useWords(shellWords)
  return (
    <div className="notice-line">
      {children}
      <button type="button" className="plain" aria-label={t('closeNotice')} onClick={onClose}>
        ×
      </button>
    </div>
  )
}
