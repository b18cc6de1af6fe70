import { TextInput } from '@mantine/core'
import { useEffect, useRef, useState } from 'react'
import { useShortcuts } from '#renderer/keys/use-shortcuts.ts'
import { useWords } from '#renderer/messages/use-words.ts'
import { worklistWords } from './words.ts'

type Props = { readonly value: string; readonly onChange: (search: string) => void }

/** Searches as a person types, once they pause; Escape empties it and goes back to the list. */
export function SearchField({ value, onChange }: Props) {
  const t = useWords(worklistWords)
  const field = useRef<HTMLInputElement>(null)
  const [text, setText] = useState(value)
  const [given, setGiven] = useState(value)
  // A filter that was chosen or cleared elsewhere.
  if (given !== value) {
    setGiven(value)
    setText(value)
  }
  const latest = useRef(onChange)
  useEffect(() => {
    latest.current = onChange
  })
  useEffect(() => {
    if (text === value) return
    const timer = setTimeout(() => latest.current(text), 200)
    return () => clearTimeout(timer)
  }, [text, value])
  useShortcuts(t('listKeys'), [{ keys: ['/'], name: t('focusSearch'), run: () => field.current?.focus() }])
  return (
    <TextInput
      ref={field}
      type="search"
      className="search-field"
      aria-label={t('search')}
      placeholder={t('searchHint')}
      value={text}
      maxLength={200}
      onChange={(event) => setText(event.currentTarget.value)}
      onKeyDown={(event) => {
        if (event.key === 'Escape') setText('')
        if (event.key === 'Escape' || event.key === 'Enter') focusList()
      }}
    />
  )
}

function focusList(): void {
  document.querySelector<HTMLElement>('.study-list')?.focus()
}
