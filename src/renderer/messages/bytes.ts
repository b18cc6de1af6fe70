import type { Language } from './words.ts'

const units = ['B', 'kB', 'MB', 'GB', 'TB']

/** A size in the unit that leaves one to three digits before the point. */
export function wordBytes(bytes: number, language: Language): string {
  const power = Math.min(units.length - 1, Math.floor(Math.log10(Math.max(1, bytes)) / 3))
  const value = (bytes / 1000 ** power).toLocaleString(language, { maximumFractionDigits: power === 0 ? 0 : 1 })
  return `${value} ${units[power]}`
}
