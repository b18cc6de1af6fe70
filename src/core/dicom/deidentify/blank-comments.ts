/** Where a fragment of encapsulated pixel data lies in their value. */
export type Fragment = { readonly start: number; readonly end: number }

/**
 * Overwrites with zeros what a codestream says beside the picture, in place and without moving a byte: comments and application
 * segments of JPEG and JPEG-LS (save JFIF's, Adobe's and those of JPEG-LS transforms, which decoding needs), comments of JPEG 2000,
 * boxes of metadata, and bytes behind the end of a JPEG. True where anything was overwritten. What is no codestream stays.
 */
export function blankComments(value: Buffer, fragments: readonly Fragment[]): boolean {
  let changed = false
  for (const frame of framesOf(value, fragments)) {
    const stream = Buffer.concat(frame.map(({ start, end }) => value.subarray(start, end)))
    if (!blankStream(stream)) continue
    changed = true
    let from = 0
    for (const { start, end } of frame) from += stream.copy(value, start, from, from + end - start)
  }
  return changed
}

/** Fragments that continue a codestream stand with the one in which it begins. */
function framesOf(value: Buffer, fragments: readonly Fragment[]): readonly Fragment[][] {
  const frames: Fragment[][] = []
  for (const fragment of fragments) {
    if (frames.length === 0 || isStart(value, fragment.start)) frames.push([])
    frames.at(-1)?.push(fragment)
  }
  return frames
}

const jpegStart = 0xffd8
const jpeg2000Start = 0xff4f
const isBoxed = (stream: Buffer, at: number) => at + 8 <= stream.length && stream.readUInt32BE(at) === 12

const isStart = (value: Buffer, at: number) =>
  at + 2 <= value.length && ([jpegStart, jpeg2000Start].includes(value.readUInt16BE(at)) || isBoxed(value, at))

function blankStream(stream: Buffer): boolean {
  const ranges = rangesOf(stream)
  const told = ranges.filter(([from, to]) => stream.subarray(from, to).some((byte) => byte !== 0))
  for (const [from, to] of told) stream.fill(0, from, to)
  return told.length > 0
}

type Range = readonly [from: number, to: number]

function rangesOf(stream: Buffer): readonly Range[] {
  if (stream.length < 8) return []
  if (stream.readUInt16BE(0) === jpegStart) return [...jpegRanges(stream)]
  if (stream.readUInt16BE(0) === jpeg2000Start) return [...jpeg2000Ranges(stream, 0, stream.length)]
  return isBoxed(stream, 0) ? [...boxRanges(stream)] : []
}

/** APP0 JFIF, APP8 of JPEG-LS and APP14 Adobe say how the samples are meant. */
const neededSegments = new Set([0xffe0, 0xffe8, 0xffee])
const comment = 0xfffe

/** By the segments of ISO/IEC 10918-1 B.1, those between scans too; a scan ends at the next marker that is no restart. */
function* jpegRanges(stream: Buffer): Generator<Range> {
  let at = 2
  while (at + 4 <= stream.length) {
    const marker = stream.readUInt16BE(at)
    const isMarker = marker > 0xff7f && marker !== 0xffff && !(marker >= 0xffd0 && marker <= 0xffd8)
    if (!isMarker) {
      const next = stream.indexOf(0xff, at + 1)
      at = next === -1 ? stream.length : next
      continue
    }
    if (marker === 0xffd9) {
      yield [at + 2, stream.length]
      return
    }
    const end = at + 2 + stream.readUInt16BE(at + 2)
    const isTold = marker === comment || (marker >= 0xffe0 && marker <= 0xffef && !neededSegments.has(marker))
    if (isTold) yield [at + 4, Math.min(end, stream.length)]
    at = Math.max(end, at + 4)
  }
}

/** By the marker segments of ISO/IEC 15444-1 A, main header and tile-parts. */
function* jpeg2000Ranges(stream: Buffer, from: number, to: number): Generator<Range> {
  let at = from + 2
  let nextPart = to
  while (at + 4 <= to) {
    const marker = stream.readUInt16BE(at)
    if (marker === 0xff93 || marker < 0xff30) {
      if (nextPart <= at) return
      at = nextPart
      continue
    }
    if (marker === 0xffd9) return
    const length = stream.readUInt16BE(at + 2)
    if (marker === 0xff90 && at + 12 <= to) {
      const partLength = stream.readUInt32BE(at + 6)
      nextPart = partLength === 0 ? to : at + partLength
    }
    // The first two bytes say whether it is text.
    if (marker === 0xff64) yield [at + 6, Math.min(at + 2 + length, to)]
    at += 2 + Math.max(2, length)
  }
}

const metadataBoxes = new Set(['xml ', 'uuid', 'uinf', 'jp2i', 'Exif', 'jumb', 'brob', 'free', 'skip'])

/** By the boxes of ISO/IEC 15444-1 I.4 and 18181-2; the codestream within by its own. */
function* boxRanges(stream: Buffer): Generator<Range> {
  for (let at = 0; at + 8 <= stream.length;) {
    const stated = stream.readUInt32BE(at)
    const long = stated === 1 && at + 16 <= stream.length
    const head = long ? 16 : 8
    const length = long ? Number(stream.readBigUInt64BE(at + 8)) : stated
    const end = length === 0 ? stream.length : Math.min(stream.length, at + Math.max(head, length))
    const type = stream.toString('latin1', at + 4, at + 8)
    if (metadataBoxes.has(type)) yield [at + head, end]
    if (type === 'jp2c') yield* jpeg2000Ranges(stream, at + head, end)
    at = end
  }
}
