import type { Settings } from '#shared/settings.ts'
import { numberFormat } from './formats.ts'

export type Language = Settings['language']

/** The words of a room: for each key English and German. Places read `{name}`. */
export type Words<K extends string> = Readonly<Record<K, readonly [en: string, de: string]>>

type Values = Readonly<Record<string, string | number>>

/** A key's words in a language, with the places filled. Numbers are written as the language writes them. */
export function say<K extends string>(words: Words<K>, language: Language, key: K, values: Values = {}): string {
  const text = words[key][language === 'en' ? 0 : 1]
  return text.replaceAll(/\{(\w+)\}/g, (place, name: string) => {
    const value = values[name]
    return typeof value === 'number' ? numberFormat(language).format(value) : (value ?? place)
  })
}
