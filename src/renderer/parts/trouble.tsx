import { failureWords } from '#renderer/messages/failure-words.ts'
import { useLanguage, useWords } from '#renderer/messages/use-words.ts'
import { say } from '#renderer/messages/words.ts'
import { isTriageError } from '#shared/errors.ts'
import { partWords } from './words.ts'

/** What went wrong, in a line: the kind in the window's language and the sentence that came with it. */
export function Trouble({ error }: { readonly error: Error }) {
  const language = useLanguage()
  const t = useWords(partWords)
  const kind = isTriageError(error) ? say(failureWords, language, error.kind) : t('unexpected')
  return (
    <p className="trouble" role="alert">
      <span aria-hidden="true">⚠ </span>
      <strong>{kind.charAt(0).toLocaleUpperCase(language) + kind.slice(1)}.</strong> {error.message}
    </p>
  )
}
