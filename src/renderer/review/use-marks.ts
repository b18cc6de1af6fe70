import { useState } from 'react'
import type { Mark, Reading } from '#shared/domain.ts'

type History = { readonly marks: readonly Mark[]; readonly past: readonly (readonly Mark[])[]; readonly at: number }
type Change = (before: readonly Mark[]) => readonly Mark[]

/** Moves of one box this close after one another, in milliseconds, are one deed. */
const oneDeedMs = 600
const nothing: readonly Mark[] = []

/** The marks after a change, with what they were before, so that each deed can be taken back. */
export function changed({ marks, past, at }: History, make: Change, now: number): History {
  const made = make(marks)
  const goesOn = now - at < oneDeedMs && past.length > 0 && differOnlyInPlace(marks, made)
  return { marks: made, past: goesOn ? past : [...past, marks], at: now }
}

/** The marks before the last deed. */
export const undone = ({ marks, past }: History): History => ({
  marks: past.at(-1) ?? marks,
  past: past.slice(0, -1),
  at: 0,
})

function differOnlyInPlace(a: readonly Mark[], b: readonly Mark[]): boolean {
  const what = ({ action, label, findingId, imageId, box }: Mark) => [
    action,
    label,
    findingId,
    imageId,
    box !== undefined,
  ]
  return JSON.stringify(a.map(what)) === JSON.stringify(b.map(what))
}

/** Where a reader goes on from: the marks of their reading in force, with nothing to take back. */
export const begunFrom = (reading: Pick<Reading, 'marks'> | undefined): History => ({
  marks: reading?.marks ?? nothing,
  past: [],
  at: 0,
})

/**
 * The reader's marks: those of their reading in force, and what they change until they commit anew. Every deed can be taken
 * back, a drag in one.
 */
export function useMarks(own: Reading | undefined) {
  const [history, setHistory] = useState(() => begunFrom(own))
  const [basis, setBasis] = useState(own?.id)
  if (basis !== own?.id) {
    setBasis(own?.id)
    setHistory(begunFrom(own))
  }
  return {
    marks: history.marks,
    areKept: history.past.length === 0,
    change: (make: Change) => setHistory((before) => changed(before, make, Date.now())),
    undo: () => setHistory(undone),
  }
}
