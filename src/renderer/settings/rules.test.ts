import { describe, expect, it } from 'vitest'
import type { InstalledModel } from '#shared/models.ts'
import type { FlagRule } from '#shared/worklist.ts'
import { isComplete, toLines, withRule } from './rules.ts'

const model = (id: string, task: string, labels: readonly [string, boolean, boolean][]) =>
  ({
    manifest: { id, task, labels: labels.map(([name, flags, hidden]) => ({ name, flags, hidden, explanation: '' })) },
    state: 'active',
  }) as unknown as InstalledModel

const models = [
  model('net', 'classification', [
    ['opacity', true, false],
    ['spare', false, true],
    ['no finding', false, false],
  ]),
  model('gate', 'gate', [['chest', false, false]]),
]
const own: FlagRule = { modelId: 'net', label: 'opacity', flags: true, levels: [{ name: 'look first', from: 0.9 }] }

describe('the rules for flagging', () => {
  it('stand for each label that is shown, of models that judge', () =>
    expect(toLines(models, [own]).map(({ rule }) => [rule.label, rule.flags, rule.levels.length])).toEqual([
      ['opacity', true, 1],
      ['no finding', false, 0],
    ]))
  it('keep only what differs from the manifest', () => {
    expect(withRule([own], { rule: { ...own, levels: [] }, byManifest: true })).toEqual([])
    expect(withRule([own], { rule: { ...own, flags: false, levels: [] }, byManifest: true })).toHaveLength(1)
  })
  it('leave rules of models that are gone', () => {
    const gone = { ...own, modelId: 'gone' }
    expect(withRule([gone, own], { rule: { ...own, levels: [] }, byManifest: true })).toEqual([gone])
  })
  it('are complete with a name and a number', () => {
    expect(isComplete([own])).toBe(true)
    expect(isComplete([{ ...own, levels: [{ name: ' ', from: 0.5 }] }])).toBe(false)
    expect(isComplete([{ ...own, levels: [{ name: 'a', from: Number.NaN }] }])).toBe(false)
  })
})
