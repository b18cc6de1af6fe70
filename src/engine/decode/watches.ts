import { dirname } from 'node:path'
import { createQuietStudies, watchFolder } from '#core/intake/index.ts'

/** How often a watched folder is looked at. */
const pollMs = 2_000

/** What came since the last answer: files of folders that have been quiet for long enough, and whether the folder is there. */
export type WatchAnswer = { readonly present: boolean; readonly complete: readonly string[] }

type Watch = {
  readonly folder: string
  readonly stop: AbortController
  readonly arrived: Map<string, string[]>
  readonly state: { present: boolean }
}

/**
 * The one watched folder of this process. Files are gathered by the folder they lie in – a study, as devices write them –
 * and given once nothing more has come to it for the quiet time.
 */
export function createWatches() {
  let watch: Watch | undefined
  let quiet = createQuietStudies(0)
  let quietMs = 0

  function begin(folder: string): Watch {
    const begun: Watch = { folder, stop: new AbortController(), arrived: new Map(), state: { present: true } }
    void follow(begun, (place) => quiet.note(place, performance.now()))
    return begun
  }

  return ({ folder, quietMinutes }: { readonly folder: string; readonly quietMinutes: number }): WatchAnswer => {
    if (quietMs !== quietMinutes * 60_000) {
      quietMs = quietMinutes * 60_000
      quiet = createQuietStudies(quietMs)
      for (const place of watch?.arrived.keys() ?? []) quiet.note(place, performance.now())
    }
    if (watch?.folder !== folder) {
      watch?.stop.abort()
      watch = folder === '' ? undefined : begin(folder)
    }
    if (!watch) return { present: false, complete: [] }
    const { arrived, state } = watch
    const complete = quiet.takeComplete(performance.now()).flatMap((place) => {
      const paths = arrived.get(place) ?? []
      arrived.delete(place)
      return paths
    })
    return { present: state.present, complete }
  }
}

async function follow({ folder, stop, arrived, state }: Watch, note: (place: string) => void): Promise<void> {
  for await (const event of watchFolder(folder, { pollMs, signal: stop.signal })) {
    if (event.kind === 'folder') state.present = event.present
    else {
      const { displayPath } = event.entry
      const path =
        event.entry.kind === 'found' && event.entry.location.kind === 'archive'
          ? event.entry.location.archivePath
          : displayPath
      const place = dirname(path)
      const known = arrived.get(place) ?? []
      if (!known.includes(path)) arrived.set(place, [...known, path])
      note(place)
    }
  }
}
