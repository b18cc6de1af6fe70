import type { Language } from './words.ts'

/** Making a formatter costs far more than using it: each is made once. */
const numbers = new Map<string, Intl.NumberFormat>()
const dates = new Map<string, Intl.DateTimeFormat>()

function once<T>(made: Map<string, T>, key: string, make: () => T): T {
  const known = made.get(key)
  if (known !== undefined) return known
  const format = make()
  made.set(key, format)
  return format
}

/** Numbers as the language writes them, with so many decimals, or with up to three. */
export function numberFormat(language: Language, digits?: number): Intl.NumberFormat {
  return once(numbers, `${language} ${digits}`, () =>
    digits === undefined
      ? new Intl.NumberFormat(language)
      : new Intl.NumberFormat(language, { minimumFractionDigits: digits, maximumFractionDigits: digits }),
  )
}

/** Days, with or without the time of day, as the language writes them. */
export function dateFormat(language: Language, withTime: boolean): Intl.DateTimeFormat {
  return once(dates, `${language} ${withTime}`, () => {
    const locale = language === 'en' ? 'en-GB' : 'de'
    return new Intl.DateTimeFormat(locale, { dateStyle: 'medium', ...(withTime && { timeStyle: 'short' as const }) })
  })
}
