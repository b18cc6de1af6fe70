import type { PersonName } from '#shared/header.ts'

/** The component groups of a person name (PS3.5 6.2.1), separated by `=`; empty components at a group's end are left out. */
export function toPersonName(value: string | undefined): PersonName | undefined {
  const [alphabetic = '', ideographic, phonetic] = (value ?? '').split('=').map((group) => group.replace(/[\s^]+$/, ''))
  if (!alphabetic && !ideographic && !phonetic) return undefined
  return { alphabetic, ideographic: ideographic || undefined, phonetic: phonetic || undefined }
}
