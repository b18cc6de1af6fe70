import { expect, it } from 'vitest'
import { sourceOf } from '#fixtures/header-file.ts'
import { mutatedHeader } from '#fixtures/mutated-headers.ts'
import { isTriageError } from '#shared/errors.ts'
import { headerOfFrame } from './header-of-frame.ts'
import { readDicom } from './read-dicom.ts'
import { readPixelTables } from './read-pixel-tables.ts'

/** Reads all that a header can give, of two frames. */
function outcomeOf(bytes: Uint8Array): string {
  try {
    const read = readDicom(sourceOf(bytes))
    if (read.kind !== 'image') return 'named'
    for (const frame of [1, 2]) {
      headerOfFrame(read, frame)
      readPixelTables(read, frame)
    }
    return 'imported'
  } catch (error) {
    return isTriageError(error) && error.stage === 'header' ? 'refused' : `bug: ${String(error)}`
  }
}

it('imports, names or refuses each of 2,000 mutated files', () => {
  const outcomes = new Map<string, number[]>()
  for (let seed = 1; seed <= 2_000; seed++) {
    const outcome = outcomeOf(mutatedHeader(seed))
    outcomes.set(outcome, [...(outcomes.get(outcome) ?? []), seed])
  }
  const bugs = [...outcomes].filter(([outcome]) => outcome.startsWith('bug'))
  expect(bugs).toEqual([])
  // The mutations are neither harmless nor hopeless.
  expect(outcomes.get('imported')?.length).toBeGreaterThan(200)
  expect(outcomes.get('refused')?.length).toBeGreaterThan(200)
})
