import type { HeaderBadge } from '#shared/header.ts'
import { type CharacterSet, defaultCharacterSet, readCharacterSet } from '#core/dicom/text/character-set.ts'
import type { Attribute } from './attributes.ts'
import { attributes } from './attributes.ts'
import type { Element } from './element.ts'
import type { HeaderBytes } from './header-bytes.ts'
import { refuseHeader } from './refuse-header.ts'
import { itemCoding, type Range, walkElements, walkItems } from './walk.ts'

/** The elements of a file, or of one item of a sequence; values are read when asked for. */
export type DataSet = {
  readonly bytes: HeaderBytes
  readonly elements: ReadonlyMap<number, Element>
  readonly characterSet: CharacterSet
  /** What was noticed while reading values; one set for a file and all its items. */
  readonly noticed: Set<HeaderBadge>
}

/** Names the elements of a walk a data set, with its own SpecificCharacterSet or that of what encloses it. */
export function toDataSet(
  bytes: HeaderBytes,
  elements: ReadonlyMap<number, Element>,
  enclosing?: Pick<DataSet, 'characterSet' | 'noticed'>,
): DataSet {
  const noticed = enclosing?.noticed ?? new Set<HeaderBadge>()
  const own = elements.get(attributes.specificCharacterSet.tag)
  const inherited = enclosing?.characterSet ?? defaultCharacterSet
  const characterSet = own?.length ? readCharacterSet(bytes.read(own.offset, Math.min(own.length, 256))) : inherited
  return { bytes, elements, characterSet, noticed }
}

/** The element of an attribute, unless it is empty. */
export function elementOf(dataSet: DataSet, attribute: Attribute): Element | undefined {
  const element = dataSet.elements.get(attribute.tag)
  return element?.length === 0 ? undefined : element
}

/** Where the items of a sequence lie; none where the attribute is absent, empty or no sequence. */
export function itemRanges(dataSet: DataSet, attribute: Attribute): readonly Range[] {
  const sequence = elementOf(dataSet, attribute)
  if (sequence === undefined || !['SQ', 'UN', undefined].includes(sequence.vr)) return []
  return walkItems(dataSet.bytes, sequence).items
}

/** One item of a sequence as a data set. */
export function readItem(dataSet: DataSet, attribute: Attribute, range: Range): DataSet {
  const sequence = dataSet.elements.get(attribute.tag)
  if (sequence === undefined) refuseHeader('bad-header', 'Expected a sequence; came none.')
  const { elements } = walkElements(dataSet.bytes, itemCoding(sequence), range)
  return toDataSet(dataSet.bytes, elements, dataSet)
}

/** All items of a sequence. */
export function itemsOf(dataSet: DataSet, attribute: Attribute): readonly DataSet[] {
  return itemRanges(dataSet, attribute).map((range) => readItem(dataSet, attribute, range))
}

/** The first item of a sequence. */
export function firstItem(dataSet: DataSet, attribute: Attribute): DataSet | undefined {
  const [first] = itemRanges(dataSet, attribute)
  return first && readItem(dataSet, attribute, first)
}
