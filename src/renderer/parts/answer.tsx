import type { UseQueryResult } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { useWords } from '#renderer/messages/use-words.ts'
import { Trouble } from './trouble.tsx'
import { partWords } from './words.ts'

type Props<T> = { readonly answer: UseQueryResult<T>; readonly children: (value: T) => ReactNode }

/** What main answered; before that a line that it is coming, and what went wrong where it went wrong. Never a pretended empty. */
export function Answer<T>({ answer, children }: Props<T>) {
  const t = useWords(partWords)
  if (answer.data !== undefined) return children(answer.data)
  if (answer.error) return <Trouble error={answer.error} />
  return <p className="quiet">{t('loading')}</p>
}
