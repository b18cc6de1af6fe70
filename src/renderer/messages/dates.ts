import { dateFormat } from './formats.ts'
import type { Language } from './words.ts'

/** A date or a date and time as the language writes them. DICOM's have no zone and are shown as they are, never shifted. */
export function wordTime(text: string | undefined, language: Language): string {
  const [, day, time] = /^(\d{4}-\d{2}-\d{2})(?:[T ](\d{2}:\d{2}))?/.exec(text ?? '') ?? []
  if (day === undefined) return text ?? ''
  const isInstant = /(Z|[+-]\d{2}:\d{2})$/.test(text ?? '')
  const date = isInstant ? new Date(text ?? '') : new Date(`${day}T${time ?? '00:00'}`)
  if (Number.isNaN(date.getTime())) return text ?? ''
  return dateFormat(language, time !== undefined).format(date)
}

/** A stretch of time in its two largest units: "3 min 5 s". */
export function wordSeconds(seconds: number): string {
  const whole = Math.round(seconds)
  if (whole < 60) return `${whole} s`
  if (whole < 3_600) return `${Math.floor(whole / 60)} min ${whole % 60} s`
  return `${Math.floor(whole / 3_600)} h ${Math.floor((whole % 3_600) / 60)} min`
}
