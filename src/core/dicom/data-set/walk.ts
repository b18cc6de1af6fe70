import { limits } from '#shared/limits.ts'
import { type Coding, implicitLittleEndian } from './coding.ts'
import { type Element, readElement } from './element.ts'
import type { HeaderBytes } from './header-bytes.ts'
import { refuseHeader } from './refuse-header.ts'

/** The bytes from a data set's first tag to its end. */
export type Range = { readonly start: number; readonly end: number }

/** What a walk found at its outermost level. */
export type Walked = {
  readonly elements: ReadonlyMap<number, Element>
  readonly items: readonly Range[]
  /** Where the walk ended: the tag it was told to stop at, the end, or the element that the source is too short for. */
  readonly position: number
  readonly truncated: boolean
}

/** A nesting level: a data set or item of elements, a sequence of items, or fragments of encapsulated data. */
type Level = {
  readonly holds: 'elements' | 'items' | 'fragments'
  readonly start: number
  readonly end: number
  /** Of undefined length: a delimiter ends it. */
  readonly open: boolean
  readonly coding: Coding
}

const itemTag = 0xfffee000
const itemEnd = 0xfffee00d
const sequenceEnd = 0xfffee0dd
const pixelDataTag = 0x7fe00010
/** Longer values are stepped over unread. */
const skippedBytes = 64 * 1_024
const bytesOfASkip = 16 * 1_024

/**
 * Walks a data set from tag to tag, through all its sequences, in constant stack and within the limits on depth, elements,
 * items and bytes; the outermost elements are kept. Refuses lengths that leave what encloses them.
 */
export function walkElements(
  bytes: HeaderBytes,
  coding: Coding,
  range: Range,
  until: (tag: number) => boolean = () => false,
): Walked {
  return new Walk(bytes, { holds: 'elements', ...range, open: false, coding }, until).run()
}

/** Walks the items of a sequence; each is a data set of its own. */
export function walkItems(bytes: HeaderBytes, sequence: Element): Walked {
  const { offset, length } = sequence
  const end = length === undefined ? bytes.size : offset + length
  const open = length === undefined
  const level: Level = { holds: 'items', start: offset, end, open, coding: itemCoding(sequence) }
  return new Walk(bytes, level, () => false).run()
}

/** A sequence of unknown VR is always written in implicit little endian (PS3.5 6.2.2, note 4). */
export function itemCoding(sequence: Element): Coding {
  return sequence.vr === 'UN' ? implicitLittleEndian : sequence.coding
}

class Walk {
  readonly #bytes: HeaderBytes
  readonly #until: (tag: number) => boolean
  readonly #levels: Level[]
  readonly #kept = new Map<number, Element>()
  readonly #items: Range[] = []
  #position: number
  #depth = 0
  #elementCount = 0
  #itemCount = 0
  #readBytes = 0
  #over = false
  #truncated = false

  constructor(bytes: HeaderBytes, outermost: Level, until: (tag: number) => boolean) {
    this.#bytes = bytes
    this.#until = until
    this.#levels = [outermost]
    this.#position = outermost.start
    if (outermost.holds === 'items') this.#depth = 1
  }

  run(): Walked {
    for (let level = this.#levels.at(-1); level && !this.#over; level = this.#levels.at(-1)) {
      if (this.#position >= level.end) this.#reachEnd(level)
      else if (level.holds === 'elements') this.#element(level)
      else this.#item(level)
    }
    return { elements: this.#kept, items: this.#items, position: this.#position, truncated: this.#truncated }
  }

  #element(level: Level): void {
    const element = this.#read(level)
    if (element === undefined) return
    const outermost = this.#levels.length === 1
    if (outermost && (element.tag < 0x10000 || this.#until(element.tag))) {
      // Nothing of group 0000 is ever stored: zeros after the last element are padding.
      this.#over = true
      return
    }
    if (element.tag === itemEnd || element.tag === sequenceEnd) return this.#delimit(element, outermost)
    if (element.tag === itemTag) refuseHeader('bad-header', 'Expected a data element; came an item outside a sequence.')
    this.#count('elements', ++this.#elementCount)
    if (outermost) this.#keep(element)
    this.#enterOrSkip(element, level)
  }

  #keep(element: Element): void {
    // Readers differ on which of two counts; where it is the pixels' shape, one of them shows a wrong picture.
    if (element.tag >>> 16 === 0x0028 && this.#kept.has(element.tag)) {
      refuseHeader('bad-header', 'Expected each element of the pixel description once; came one twice.')
    }
    this.#kept.set(element.tag, element)
  }

  #enterOrSkip(element: Element, level: Level): void {
    const { offset, length } = element
    const end = length === undefined ? level.end : offset + length
    if (!this.#fits(end, level)) return
    const holds = this.#holds(element)
    if (holds === undefined) {
      const skipped = (length ?? 0) > skippedBytes
      this.#spend(offset - this.#position + (skipped ? bytesOfASkip : (length ?? 0)))
      this.#position = end
      return
    }
    if (holds === 'items' && ++this.#depth > limits.dicom.sequenceDepth) {
      refuseHeader('limit', `Expected sequences at most ${limits.dicom.sequenceDepth} deep; came deeper ones.`)
    }
    const open = length === undefined
    this.#open({ holds, start: offset, end, open, coding: holds === 'items' ? itemCoding(element) : element.coding })
  }

  #item(level: Level): void {
    const item = this.#read(level)
    if (item === undefined) return
    if (item.tag === sequenceEnd) return this.#leave(item.offset)
    if (item.tag !== itemTag) refuseHeader('bad-header', 'Expected an item in a sequence; came another element.')
    this.#count('items', ++this.#itemCount)
    const end = item.length === undefined ? level.end : item.offset + item.length
    if (!this.#fits(end, level)) return
    if (level.holds === 'fragments') this.#position = end
    else {
      const open = item.length === undefined
      this.#open({ holds: 'elements', start: item.offset, end, open, coding: level.coding })
    }
  }

  /** A sequence's end also ends its last item where that has no end of its own; a stray one is stepped over. */
  #delimit(element: Element, outermost: boolean): void {
    if (outermost) {
      this.#position = element.offset
      return
    }
    this.#leave(element.offset)
    if (element.tag === sequenceEnd) this.#leave(element.offset)
  }

  #read(level: Level): Element | undefined {
    const element = readElement(this.#bytes, this.#position, level.end, level.coding)
    if (element === undefined) {
      // Fewer bytes than an element takes: the source ends here, or they are padding of what encloses them.
      if (level.end < this.#bytes.size) this.#leave(level.end)
      else this.#stop(this.#levels.length > 1 || this.#bytes.read(this.#position, 12).some((byte) => byte !== 0))
    }
    return element
  }

  /** True where the value ends within its level; a source that is too short ends the walk. */
  #fits(end: number, level: Level): boolean {
    if (end <= level.end && end <= this.#bytes.size) return true
    if (end > this.#bytes.size) this.#stop(true)
    else refuseHeader('bad-header', 'Expected a length within what encloses it; came a longer one.')
    return false
  }

  #holds(element: Element): 'items' | 'fragments' | undefined {
    const { vr, tag, length } = element
    if (vr === 'SQ') return 'items'
    if (length === undefined) {
      if (vr === undefined) return tag === pixelDataTag ? 'fragments' : 'items'
      return vr === 'UN' ? 'items' : 'fragments'
    }
    // Implicit VR does not say what is a sequence: a public element whose value starts with an item is one.
    const isPublic = (tag & 0x10000) === 0
    return !element.coding.explicit && isPublic && this.#startsWithItem(element, length) ? 'items' : undefined
  }

  #startsWithItem({ offset, coding }: Element, length: number): boolean {
    if (length < 8) return false
    const item = readElement(this.#bytes, offset, offset + length, coding)
    return item?.tag === itemTag && (item.length === undefined || item.length + 8 <= length)
  }

  #open(level: Level): void {
    this.#spend(level.start - this.#position)
    this.#position = level.start
    this.#levels.push(level)
  }

  /** A missing delimiter is forgiven where what encloses the level says how long it is, and not where the source ends. */
  #reachEnd(level: Level): void {
    if (level.open && level.end >= this.#bytes.size) this.#stop(true)
    else this.#leave(level.end)
  }

  /** Ends the innermost level. */
  #leave(next: number): void {
    const level = this.#levels.pop()
    if (level?.holds === 'items') this.#depth--
    if (level?.holds === 'elements' && this.#levels.length === 1 && this.#levels[0]?.holds === 'items') {
      this.#items.push({ start: level.start, end: Math.min(this.#position, level.end) })
    }
    this.#position = next
  }

  #stop(truncated: boolean): void {
    this.#over = true
    this.#truncated = truncated
  }

  #count(what: 'elements' | 'items', count: number): void {
    if (count > limits.dicom[what]) refuseHeader('limit', `Expected at most ${limits.dicom[what]} ${what}; came more.`)
  }

  #spend(count: number): void {
    this.#readBytes += count
    if (this.#readBytes > limits.dicom.headerBytes) {
      refuseHeader('limit', `Expected a header of at most ${limits.dicom.headerBytes} bytes; came a longer one.`)
    }
  }
}
