import { describe, expect, it } from 'vitest'
import { withDefinedTerms } from './defined-terms.ts'

describe('withDefinedTerms', () => {
  const outside = (code: 'out-of-scope-view' | 'out-of-scope-body-part' | 'out-of-scope-age', found: string | number) =>
    withDefinedTerms({ code, parameters: { expected: 'PA', found } }).parameters['found']

  it('tells what a header holds only where it is a term of the standard', () => {
    expect(outside('out-of-scope-view', 'll')).toBe('ll')
    expect(outside('out-of-scope-body-part', 'CSPINE')).toBe('CSPINE')
    expect(outside('out-of-scope-view', 'MEIER^ANNA')).toBe('another')
    expect(outside('out-of-scope-body-part', 'MEIER')).toBe('another')
    expect(outside('out-of-scope-view', '')).toBe('')
    expect(outside('out-of-scope-age', 12)).toBe(12)
  })
})
