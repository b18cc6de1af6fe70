import { describe, expect, it } from 'vitest'
import { wordScore } from './score.ts'

describe('a score in words', () => {
  it('has two decimals', () => expect(wordScore(0.934_12, 0.5, 'en')).toBe('0.93'))
  it('is written as the language writes numbers', () => expect(wordScore(0.934_12, undefined, 'de')).toBe('0,93'))
  it('takes more decimals where two would hide the side of the threshold', () => {
    expect(wordScore(0.4996, 0.5, 'en')).toBe('0.4996')
    expect(wordScore(0.5004, 0.5, 'en')).toBe('0.5004')
    expect(wordScore(0.5, 0.5, 'en')).toBe('0.50')
  })
})
