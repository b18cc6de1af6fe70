import { describe, expect, it } from 'vitest'
import { combination } from './shortcuts.ts'

const press = (key: string, held: Partial<Record<'ctrlKey' | 'metaKey' | 'altKey' | 'shiftKey', boolean>> = {}) =>
  combination({ key, ctrlKey: false, metaKey: false, altKey: false, shiftKey: false, ...held })

describe('the name of a key press', () => {
  it('is the key itself', () => expect(press('j')).toBe('j'))
  it('names shift with letters and named keys', () => {
    expect(press('J', { shiftKey: true })).toBe('Shift+J')
    expect(press('ArrowDown', { shiftKey: true })).toBe('Shift+ArrowDown')
  })
  it('takes a sign as it is, whichever keys make it on a keyboard', () =>
    expect(press('?', { shiftKey: true })).toBe('?'))
  it('takes the command key for control', () => expect(press('1', { metaKey: true })).toBe('Ctrl+1'))
  it('writes space as a word', () => expect(press(' ')).toBe('Space'))
})
