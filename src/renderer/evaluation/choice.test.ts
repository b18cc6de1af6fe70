import { describe, expect, it } from 'vitest'
import type { ReferenceSet } from '#shared/evaluation.ts'
import type { InstalledModel } from '#shared/models.ts'
import { type Choice, labelsOf, toRequest, versionsOf } from './choice.ts'

const model = (id: string, task: string) =>
  ({
    manifest: {
      id,
      task,
      version: '1',
      file: { sha256: id },
      labels: [
        { name: 'spare', flags: false, hidden: true },
        { name: 'no finding', flags: false, hidden: false },
        { name: 'opacity', flags: true, hidden: false },
      ],
    },
  }) as unknown as InstalledModel
const models = [model('gate', 'gate'), model('net', 'classification')]
const sets = [{ id: 4 } as ReferenceSet]
const choice: Choice = { unit: 'image', combine: 'max' }

describe('what is evaluated', () => {
  it('begins with the first model that scores, its first label that flags, and the first reference', () =>
    expect(toRequest(choice, models, sets)).toEqual({
      modelId: 'net',
      modelSha256: 'net',
      label: 'opacity',
      reference: { set: 4 },
      unit: 'image',
      combine: 'max',
    }))
  it('takes unaided readings where no reference was imported, and others only when chosen', () => {
    expect(toRequest(choice, models, [])?.reference).toEqual({ readings: 'unaided' })
    expect(toRequest({ ...choice, reference: 'all' }, models, sets)?.reference).toEqual({ readings: 'all' })
  })
  it('offers no gate and no hidden label', () => {
    expect(versionsOf(models)).toEqual([{ value: 'net', label: 'net 1' }])
    expect(labelsOf(models, toRequest(choice, models, sets))).toEqual(['no finding', 'opacity'])
  })
  it('is nothing without a model', () => expect(toRequest(choice, [], sets)).toBeUndefined())
})
