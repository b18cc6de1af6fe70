import { dirname } from 'node:path'
import type { SeededRandom } from '#fixtures/seeded-random.ts'
import type { DriveEvent } from './read-trace.ts'

const sectorBytes = 512

type Change = { readonly at: number; readonly data: Buffer } | { readonly size: number }

/** A file whatever its name is: what is on the drive for sure, and what was written since. */
type File = { durable: Buffer; seen: Buffer; pending: Change[]; position: number }

type Naming =
  | { readonly kind: 'folder' | 'remove'; readonly path: string }
  | { readonly kind: 'file'; readonly path: string; readonly file: File; readonly from?: string }

type Waiting = Naming & { durable: boolean }

/** What lies on a drive, by path. */
export type Contents = { readonly folders: ReadonlySet<string>; readonly files: ReadonlyMap<string, Buffer> }

/**
 * A drive as POSIX promises one and no better: what was written is there after a power cut only if its file was synced
 * since, sector by sector and in no order; a name only if its folder was. Follows the events of one recorded program.
 */
export class Drive {
  readonly #namings: Waiting[] = []
  readonly #names = new Map<string, File>()
  readonly #syncs = new Map<
    string,
    { readonly file: File | undefined; readonly changes: number; readonly namings: readonly Waiting[] }
  >()
  readonly #ignoresSync: (path: string) => boolean

  /** `ignoresSync` makes a drive that lies: to see that what is lost then is noticed. */
  constructor(ignoresSync: (path: string) => boolean = () => false) {
    this.#ignoresSync = ignoresSync
  }

  follow(event: DriveEvent): void {
    switch (event.kind) {
      case 'make-folder':
        return this.#name({ kind: 'folder', path: event.path })
      case 'make-file':
        if (!this.#names.has(event.path)) this.#name({ kind: 'file', path: event.path, file: newFile() })
        this.#fileAt(event.path).position = 0
        return
      case 'remove':
        this.#name({ kind: 'remove', path: event.path })
        return
      case 'rename':
        return this.#name({ kind: 'file', path: event.path, file: this.#fileAt(event.from), from: event.from })
      case 'write':
        return write(this.#fileAt(event.path), event.at, event.data)
      case 'resize':
        return resize(this.#fileAt(event.path), event.size)
      case 'sync-begins':
        return this.#beginSync(event.path, event.call)
      case 'sync-ends':
        return this.#endSync(event.path, event.call)
      case 'acknowledged':
    }
  }

  /** Everything as a running program sees it. */
  now(): Contents {
    return this.#contents(
      () => true,
      (file) => file.seen,
    )
  }

  /** What a power cut now might leave: of what was not synced, each piece is lost with probability `loss`. */
  afterCut(random: SeededRandom, loss: number): Contents {
    const isLost = () => random.between(0, 1) < loss
    const stopped = new Set<string>()
    // Of one folder's names the earlier ones come first.
    const survives = (naming: Waiting) => {
      const folder = dirname(naming.path)
      if (!naming.durable && isLost()) stopped.add(folder)
      return naming.durable || !stopped.has(folder)
    }
    return this.#contents(survives, (file) => remains(file, isLost))
  }

  #fileAt(path: string): File {
    const file = this.#names.get(path)
    if (!file) throw new Error(`a file that nobody made: ${path}`)
    return file
  }

  #name(naming: Naming): void {
    this.#namings.push({ ...naming, durable: false })
    apply(this.#names, new Set(), naming)
  }

  #beginSync(path: string, call: string): void {
    const file = this.#names.get(path)
    const namings = this.#namings.filter((naming) => dirname(naming.path) === path)
    this.#syncs.set(call, { file, changes: file?.pending.length ?? 0, namings })
  }

  #endSync(path: string, call: string): void {
    const sync = this.#syncs.get(call)
    if (!sync || this.#ignoresSync(path)) return
    for (const naming of sync.namings) naming.durable = true
    if (!sync.file) return
    sync.file.durable = withAll(sync.file.durable, sync.file.pending.splice(0, sync.changes))
  }

  #contents(survives: (naming: Waiting) => boolean, bytesOf: (file: File) => Buffer): Contents {
    const names = new Map<string, File>()
    const folders = new Set<string>()
    for (const naming of this.#namings) if (survives(naming)) apply(names, folders, naming)
    const files = [...names].map(([path, file]) => [path, bytesOf(file)] as const)
    return { folders, files: new Map(files) }
  }
}

const newFile = (): File => ({ durable: Buffer.alloc(0), seen: Buffer.alloc(0), pending: [], position: 0 })

function write(file: File, at: number | 'end', data: Buffer): void {
  const start = at === 'end' ? file.position : at
  file.seen = withAll(file.seen, [{ at: start, data }])
  for (let done = 0; done < data.length;) {
    const length = Math.min(data.length - done, sectorBytes - ((start + done) % sectorBytes))
    file.pending.push({ at: start + done, data: data.subarray(done, done + length) })
    done += length
  }
  if (at === 'end') file.position += data.length
}

function resize(file: File, size: number): void {
  file.pending.push({ size })
  file.seen = withAll(file.seen, [{ size }])
}

/** The bytes with all changes made to them, in order; the buffer itself where they fit. */
function withAll(bytes: Buffer, changes: readonly Change[]): Buffer {
  let size = bytes.length
  let largest = size
  for (const made of changes) {
    size = 'size' in made ? made.size : Math.max(size, made.at + made.data.length)
    largest = Math.max(largest, size)
  }
  const room = resized(bytes, largest)
  for (const made of changes) {
    if ('size' in made) room.fill(0, made.size)
    else made.data.copy(room, made.at)
  }
  return size === room.length ? room : Buffer.from(room.subarray(0, size))
}

function resized(bytes: Buffer, size: number): Buffer {
  if (size <= bytes.length) return bytes
  const other = Buffer.alloc(size)
  bytes.copy(other)
  return other
}

function remains(file: File, isLost: () => boolean): Buffer {
  const bytes = withAll(
    Buffer.from(file.durable),
    file.pending.filter(() => !isLost()),
  )
  // A length may reach the drive before its bytes.
  return bytes.length < file.seen.length && isLost() ? resized(bytes, file.seen.length) : bytes
}

function apply(names: Map<string, File>, folders: Set<string>, naming: Naming): void {
  switch (naming.kind) {
    case 'folder':
      folders.add(naming.path)
      return
    case 'remove':
      names.delete(naming.path)
      folders.delete(naming.path)
      return
    case 'file':
      if (naming.from !== undefined) names.delete(naming.from)
      names.set(naming.path, naming.file)
  }
}
