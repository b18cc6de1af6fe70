/** A file as a poll sees it. */
export type SeenFile = { readonly path: string; readonly bytes: number; readonly modifiedMs: number }

type Growing = { readonly bytes: number; readonly modifiedMs: number; readonly quietPolls: number }

/**
 * Tells which files of a watched folder have arrived: those whose size and time stood still for so many polls in a row.
 * A file is told once, and once more when it has changed since. Knows no clock and no disk.
 */
export function createArrivals(stablePolls: number) {
  let growing = new Map<string, Growing>()
  let told = new Map<string, SeenFile>()

  /** Takes one poll of the folder and gives the paths that have arrived, in the poll's order. */
  function observe(files: readonly SeenFile[]): string[] {
    const arrived: string[] = []
    const nextGrowing = new Map<string, Growing>()
    const nextTold = new Map<string, SeenFile>()
    for (const file of files) {
      const before = told.get(file.path)
      if (before && isSame(before, file)) {
        nextTold.set(file.path, before)
        continue
      }
      const last = growing.get(file.path)
      const quietPolls = last && isSame(last, file) ? last.quietPolls + 1 : 0
      if (quietPolls >= stablePolls) {
        arrived.push(file.path)
        nextTold.set(file.path, file)
      } else nextGrowing.set(file.path, { ...file, quietPolls })
    }
    growing = nextGrowing
    told = nextTold
    return arrived
  }

  return { observe }
}

type Shape = { readonly bytes: number; readonly modifiedMs: number }
const isSame = (a: Shape, b: Shape) => a.bytes === b.bytes && a.modifiedMs === b.modifiedMs

/**
 * Tells which studies count as complete: those that got no image for so many milliseconds of a steady clock, which the
 * caller reads. A study that gets another image afterwards is told again when it is quiet again.
 */
export function createQuietStudies(quietMs: number) {
  const lastArrivalMs = new Map<string, number>()
  return {
    note(studyInstanceUid: string, nowMs: number): void {
      lastArrivalMs.set(studyInstanceUid, nowMs)
    },
    takeComplete(nowMs: number): string[] {
      const complete = [...lastArrivalMs].filter(([, lastMs]) => nowMs - lastMs >= quietMs).map(([uid]) => uid)
      for (const uid of complete) lastArrivalMs.delete(uid)
      return complete
    },
    /** Studies still waited for. */
    get waiting(): number {
      return lastArrivalMs.size
    },
  }
}
