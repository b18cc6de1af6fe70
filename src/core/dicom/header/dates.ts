/** A date (PS3.5 6.2, DA; with the dots of ACR-NEMA too) as `YYYY-MM-DD`; `undefined` for one that no calendar has. */
export function toDate(text: string | undefined): string | undefined {
  const parts = /^(\d{4})(\d\d)(\d\d)$/.exec(text ?? '') ?? /^(\d{4})[.-](\d\d)[.-](\d\d)$/.exec(text ?? '')
  if (parts === null) return undefined
  const [, year = '', month = '', day = ''] = parts
  const date = `${year}-${month}-${day}`
  const time = Date.parse(`${date}T00:00:00Z`)
  const exists = Number(year) > 0 && !Number.isNaN(time) && new Date(time).toISOString().startsWith(date)
  return exists ? date : undefined
}

/** A time (PS3.5 6.2, TM; with the colons of ACR-NEMA too) as `HH:MM:SS[.ffffff]`; what it leaves out is zero. */
export function toTime(text: string | undefined): string | undefined {
  const parts = /^(\d\d)(?::?(\d\d)(?::?(\d\d)(\.\d{1,6})?)?)?$/.exec(text ?? '')
  if (parts === null) return undefined
  const [, hours = '', minutes = '00', seconds = '00', fraction = ''] = parts
  if (Number(hours) > 23 || Number(minutes) > 59 || Number(seconds) > 60) return undefined
  // A leap second has no ISO form that every reader takes.
  return `${hours}:${minutes}:${seconds === '60' ? '59' : seconds}${fraction}`
}

/** A date time (PS3.5 6.2, DT) as ISO 8601 without its zone; `undefined` where it is less exact than a day. */
export function toDateTime(text: string | undefined): string | undefined {
  const [, date, time] = /^(\d{8})(\d{2,6}(?:\.\d{1,6})?)?(?:[+-]\d{4})?$/.exec(text ?? '') ?? []
  return joinDateTime(toDate(date), toTime(time))
}

/** A date with its time, where there is one. */
export function joinDateTime(date: string | undefined, time: string | undefined): string | undefined {
  if (date === undefined) return undefined
  return time === undefined ? date : `${date}T${time}`
}
