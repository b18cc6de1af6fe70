import type { DicomImage } from '#core/dicom/pixel-data.ts'
import { findFragments, type Fragment } from './fragments.ts'
import { refuse } from './refuse.ts'

/** True for bytes that can start a frame; `undefined` for codings whose frames are always one fragment. */
export type FrameStart = ((bytes: Uint8Array) => boolean) | undefined

/** Bytes of a fragment that tell whether a frame starts there: the signature of a JPEG XL file is the longest. */
const startBytes = 12

/** The compressed bytes of one frame (from 1), its fragments joined. */
export function encapsulatedFrame(image: DicomImage, frame: number, isStart: FrameStart): Uint8Array {
  const fragments = fragmentsOfFrame(image, frame, isStart)
  const parts = fragments.map((fragment) => {
    const bytes = image.source.read(fragment.offset, fragment.length)
    if (bytes.length === fragment.length) return bytes
    return refuse(
      'truncated-pixel-data',
      `Expected a fragment of ${fragment.length} bytes; the file ends after ${bytes.length}.`,
    )
  })
  const [only] = parts
  return only !== undefined && parts.length === 1 ? only : Buffer.concat(parts)
}

function fragmentsOfFrame(image: DicomImage, frame: number, isStart: FrameStart): readonly Fragment[] {
  const { fragments, table } = findFragments(image)
  const frames = image.header.image.numberOfFrames
  if (frames === 1 && fragments.length > 0) return fragments
  const single = fragments[frame - 1]
  if (fragments.length === frames && single !== undefined) return [single]
  const starts = (index: number): boolean => isStart?.(peek(image, fragments[index])) ?? true
  const firsts =
    byTable(image.pixelData.extendedOffsets?.offsets ?? [], fragments, frames, starts) ??
    byTable(table, fragments, frames, starts) ??
    byStarts(fragments, frames, isStart === undefined ? undefined : starts)
  const first = firsts[frame - 1]
  if (first === undefined) {
    return refuse('truncated-pixel-data', `Expected ${frames} frames; came fragments of ${firsts.length}.`)
  }
  return fragments.slice(first, firsts[frame])
}

/** The first fragment of each frame by an offset table, if each of its entries names the start of one. */
function byTable(
  table: readonly number[],
  fragments: readonly Fragment[],
  frames: number,
  starts: (index: number) => boolean,
): readonly number[] | undefined {
  if (table.length !== frames || fragments.length < frames || table[0] !== 0) return undefined
  const indexOf = new Map(fragments.map((fragment, index) => [fragment.tableOffset, index]))
  const firsts: number[] = []
  for (const offset of table) {
    const index = indexOf.get(offset)
    if (index === undefined || index <= (firsts.at(-1) ?? -1) || !starts(index)) return undefined
    firsts.push(index)
  }
  return firsts
}

/** The first fragment of each frame by the marker that a codestream starts with; without markers, a fragment each. */
function byStarts(
  fragments: readonly Fragment[],
  frames: number,
  starts: ((index: number) => boolean) | undefined,
): readonly number[] {
  const all = [...fragments.keys()]
  const firsts = starts === undefined ? all : all.filter((index) => starts(index))
  if (firsts.length <= frames) return firsts
  return refuse(
    'decode-failed',
    `Expected fragments of ${frames} frames; came ${firsts.length} that start one and no table that tells.`,
  )
}

function peek(image: DicomImage, fragment: Fragment | undefined): Uint8Array {
  if (fragment === undefined) return new Uint8Array()
  return image.source.read(fragment.offset, Math.min(startBytes, fragment.length))
}
