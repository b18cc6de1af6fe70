/** A person name of a header (PS3.5 §6.2.1) as people read it: family name, given and middle names. */
export function wordPersonName(name: string): string {
  const [family = '', ...rest] = (name.split('=').find((group) => group.trim() !== '') ?? '').split('^')
  const [given = '', middle = '', prefix = '', suffix = ''] = rest
  const first = [prefix, given, middle, suffix].map((part) => part.trim()).filter((part) => part !== '')
  return [family.trim(), first.join(' ')].filter((part) => part !== '').join(', ')
}
