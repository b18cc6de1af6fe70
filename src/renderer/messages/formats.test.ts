import { describe, expect, it } from 'vitest'
import { wordSeconds, wordTime } from './dates.ts'
import { wordPersonName } from './person-name.ts'

describe('a time of a header', () => {
  it('is not shifted between zones', () => {
    expect(wordTime('2026-03-01T23:59:30', 'en')).toBe('1 Mar 2026, 23:59')
    expect(wordTime('2026-03-01', 'de')).toBe('01.03.2026')
  })
  it('stays as it is where it is no time', () => {
    expect(wordTime('soon', 'en')).toBe('soon')
    expect(wordTime(undefined, 'en')).toBe('')
  })
})

describe('a stretch of time', () => {
  it('has its two largest units', () =>
    expect([12.4, 185, 7_260].map(wordSeconds)).toEqual(['12 s', '3 min 5 s', '2 h 1 min']))
})

describe('a person name', () => {
  it('reads family name first', () => expect(wordPersonName('DOE^JANE^M^DR')).toBe('DOE, DR JANE M'))
  it('takes the first group that has something', () => expect(wordPersonName('=山田^太郎')).toBe('山田, 太郎'))
  it('leaves a plain text as it is', () => expect(wordPersonName('Phantom 3')).toBe('Phantom 3'))
})
