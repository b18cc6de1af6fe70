const perYear: Readonly<Record<string, number>> = { Y: 1, M: 12, W: 365.25 / 7, D: 365.25 }

/** Years from an age string (PS3.5 6.2, AS), else from two dates of the form `YYYY-MM-DD`. */
export function toAgeYears(
  age: string | undefined,
  birth: string | undefined,
  at: string | undefined,
): number | undefined {
  const [, count, unit = ''] = /^(\d{1,3})([DWMY])$/i.exec(age ?? '') ?? []
  const divisor = perYear[unit.toUpperCase()]
  if (count !== undefined && divisor !== undefined) return round(Number(count) / divisor)
  if (birth === undefined || at === undefined || at < birth) return undefined
  return wholeYears(birth, at) || round((Date.parse(at) - Date.parse(birth)) / (365.25 * 86_400_000))
}

/** Full years lived, as people count them. */
function wholeYears(birth: string, at: string): number {
  const years = Number(at.slice(0, 4)) - Number(birth.slice(0, 4))
  return at.slice(5) < birth.slice(5) ? years - 1 : years
}

function round(years: number): number {
  return Math.round(years * 100) / 100
}
