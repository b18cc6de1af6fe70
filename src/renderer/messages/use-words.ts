import { createContext, useCallback, useContext } from 'react'
import { type Language, say, type Words } from './words.ts'

export const LanguageContext = createContext<Language>('en')

export const useLanguage = (): Language => useContext(LanguageContext)

/** A function that words the keys of a room in the window's language. */
export function useWords<K extends string>(
  words: Words<K>,
): (key: K, values?: Readonly<Record<string, string | number>>) => string {
  const language = useLanguage()
  return useCallback((key, values) => say(words, language, key, values), [words, language])
}
