import { describe, expect, it } from 'vitest'
import { groups } from '#shared/domain.ts'
import { errorKinds } from '#shared/errors.ts'
import { failureWords } from './failure-words.ts'
import { reasonWords, wordReason } from './reason-words.ts'

type Pair = readonly [string, string]

/** Every record of words in the window: exports whose name ends so, of files whose name ends so. */
const modules = import.meta.glob<Record<string, Record<string, Pair>>>('../**/*words.ts', { eager: true })
const rooms = Object.entries(modules).flatMap(([path, module]) =>
  Object.entries(module)
    .filter(([name]) => name.endsWith('Words'))
    .map(([name, words]) => ({ room: `${path} ${name}`, words })),
)
const entries = rooms.flatMap(({ room, words }) =>
  Object.entries(words).map(([key, pair]) => ({ room, key, en: pair[0], de: pair[1] })),
)
const places = (text: string) => [...text.matchAll(/\{(\w+)\}/g)].map(([, name]) => name).toSorted()

describe('the message catalogue', () => {
  it('finds the words of every room', () => expect(rooms.length).toBeGreaterThan(8))

  it('has English and German for every key, with the same places', () => {
    const missing = entries.filter(({ en, de }) => !en?.trim() || !de?.trim() || `${places(en)}` !== `${places(de)}`)
    expect(missing).toEqual([])
  })

  it('says nothing of a model as normal, routine or critical', () => {
    const judged = entries.filter(
      ({ room, en, de }) =>
        !room.endsWith('verdictWords') &&
        /\b(normal|routine|critical|abnormal|healthy)|\b(unauffällig|auffällig|kritisch|gesund)/i.test(`${en} ${de}`),
    )
    expect(judged.map(({ room, key }) => `${room} ${key}`)).toEqual([])
  })

  it('words every kind of failure', () =>
    expect(Object.keys(failureWords).toSorted()).toEqual([...errorKinds].toSorted()))

  it('leaves no place open in a reason', () => {
    const parameters = {
      model: 'm',
      label: 'opacity',
      score: 0.93,
      threshold: 0.5,
      kind: 'timeout',
      expected: 'DX',
      found: 'CT',
      gate: 'g',
    }
    for (const code of Object.keys(reasonWords) as (keyof typeof reasonWords)[]) {
      for (const language of ['en', 'de'] as const) {
        expect(wordReason({ code, parameters }, language)).not.toMatch(/[{}]/)
      }
    }
    expect(groups).toHaveLength(3)
  })

  it('gives the reason with its place', () => {
    const parameters = { label: 'opacity', score: 0.931, threshold: 0.5, location: 'right-lung' }
    expect(wordReason({ code: 'label-above-threshold', parameters }, 'en')).toBe('opacity 0.93, right lung')
    expect(wordReason({ code: 'out-of-scope-view', parameters: { expected: 'PA, AP', found: '' } }, 'en')).toBe(
      'view unknown is outside the model’s scope (PA, AP)',
    )
  })
})
