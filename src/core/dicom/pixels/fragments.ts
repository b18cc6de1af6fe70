import { limits } from '#shared/limits.ts'
import type { DicomImage } from '#core/dicom/pixel-data.ts'
import { refuse } from './refuse.ts'

/** One item of encapsulated pixel data: its value's place in the source, and where its tag starts within the fragments. */
export type Fragment = { readonly offset: number; readonly length: number; readonly tableOffset: number }

/** The items of encapsulated pixel data (PS3.5 A.4). */
export type Fragments = {
  readonly table: readonly number[]
  readonly fragments: readonly Fragment[]
}

const itemTag = 0xe000fffe
const prefixBytes = 8
const known = new WeakMap<DicomImage, Fragments>()

/**
 * Finds the fragments by the lengths of their items, never by searching: compressed bytes may look like a delimiter. A missing
 * delimiter is no loss; a fragment that runs past the end is kept with what there is, for its frame to be refused. Found once an image.
 */
export function findFragments(image: DicomImage): Fragments {
  const found = known.get(image) ?? walk(image)
  known.set(image, found)
  return found
}

function walk(image: DicomImage): Fragments {
  const { offset, length } = image.pixelData
  const end = length === undefined ? image.source.size : Math.min(image.source.size, offset + length)
  const first = readItem(image, offset, end)
  if (first === undefined) refuse('truncated-pixel-data', 'Expected a basic offset table; came no item.')
  const table = readTable(image, first)
  const base = first.offset + first.length
  const fragments: Fragment[] = []
  for (let position = base; ;) {
    const item = readItem(image, position, end)
    if (item === undefined) break
    if (fragments.length >= limits.dicom.items)
      refuse('limit', `Expected at most ${limits.dicom.items} fragments; came more.`)
    fragments.push({ ...item, tableOffset: position - base })
    position = item.offset + item.length
  }
  return { table, fragments }
}

function readItem(image: DicomImage, position: number, end: number): { offset: number; length: number } | undefined {
  if (position + prefixBytes > end) return undefined
  const prefix = image.source.read(position, prefixBytes)
  const view = new DataView(prefix.buffer, prefix.byteOffset, prefix.byteLength)
  if (prefix.length < prefixBytes || view.getUint32(0, true) !== itemTag) return undefined
  const length = view.getUint32(4, true)
  return length === 0xffffffff ? undefined : { offset: position + prefixBytes, length }
}

function readTable(image: DicomImage, item: { offset: number; length: number }): readonly number[] {
  // More entries than frames can never be a table of this image.
  if (item.length % 4 !== 0 || item.length > limits.dicom.frames * 4) return []
  const bytes = image.source.read(item.offset, item.length)
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  return Array.from({ length: Math.floor(bytes.length / 4) }, (_, index) => view.getUint32(index * 4, true))
}
