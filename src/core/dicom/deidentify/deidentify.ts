import type { ByteSource } from '#core/dicom/byte-source.ts'
import { pixelDataTags } from '#core/dicom/data-set/attributes.ts'
import type { Coding } from '#core/dicom/data-set/coding.ts'
import { type Element, readElement } from '#core/dicom/data-set/element.ts'
import type { HeaderBytes } from '#core/dicom/data-set/header-bytes.ts'
import { refuseHeader } from '#core/dicom/data-set/refuse-header.ts'
import { walkElements, walkItems } from '#core/dicom/data-set/walk.ts'
import { deflated } from '#core/dicom/file/file-meta.ts'
import { openFile } from '#core/dicom/file/open-file.ts'
import { transferSyntaxes } from '#core/dicom/pixels/transfer-syntaxes.ts'
import { latin1Text } from '#core/dicom/text/decode-text.ts'
import { mayHoldText } from './burned-in.ts'
import { encodeElement, encodePrefix, encodeSequence, encodeText, joined, type Written } from './encode.ts'
import type { MaskedPixels } from './mask-pixels.ts'
import { isPlainValue, movedBack } from './kept-value.ts'
import { encodeMeta } from './meta.ts'
import { type Rule, rules, tableEdition } from './profile.ts'

/** What stands in for the identity of one patient. */
type StandIns = {
  readonly patient: string
  readonly dateShiftDays: number
  readonly uid: (uid: string) => string
  readonly accession: (accessionNumber: string) => string
}

/** A file without its identity, and how many elements were kept, changed and removed on the way. */
export type Deidentified = {
  readonly bytes: Uint8Array
  readonly sopInstanceUid: string
  /** Text may stand in the picture: to be looked at before it is given away. */
  readonly mayHoldText: boolean
  readonly kept: number
  /** What became of every attribute that is not as it was, in the order of the file. */
  readonly changes: readonly Change[]
}

/** An attribute by its tag, in items by the path to it, such as `(0040,0275)[1](0008,0100)`; never a value. */
export type Change = {
  readonly attribute: string
  readonly what: 'removed' | 'masked' | Exclude<Rule['action'], 'keep'>
}

const explicitUid = '1.2.840.10008.1.2.1'
const longestValueBytes = 16 * 1_024 * 1_024

/** Writes a Part 10 image anew under the basic confidentiality profile with moved dates; pixel data stay as they are unless masked ones are given. */
export function deidentify(source: ByteSource, standIns: StandIns, masked?: MaskedPixels): Deidentified {
  const { bytes, start, coding, transferSyntaxUid } = openFile(source)
  // It is written to the new file, and must be no more than a name of the standard.
  if (transferSyntaxes[transferSyntaxUid] === undefined) {
    return refuseHeader(
      'unsupported-transfer-syntax',
      'Expected a transfer syntax of the standard; came an unknown one.',
    )
  }
  const walked = walkElements(bytes, coding, { start, end: bytes.size }, (tag) => pixelDataTags.has(tag))
  const pixels = readElement(bytes, walked.position, bytes.size, coding)
  if (pixels === undefined || !pixelDataTags.has(pixels.tag)) {
    return refuseHeader('not-an-image', 'Expected an image to de-identify; came an object without pixel data.')
  }
  const textAt = (tag: number) => {
    const element = walked.elements.get(tag)
    return element ? textOf(bytes, element) : ''
  }
  const sopClassUid = textAt(0x00080016)
  const sopInstanceUid = standIns.uid(textAt(0x00080018))
  if (sopInstanceUid === '' || !isPlainValue('UI', sopClassUid)) {
    return refuseHeader('bad-header', 'Expected a SOP class and instance UID; came a file without them.')
  }
  const rewriter = new Rewriter(bytes, standIns)
  const own = new Set([0x00280303, ...(masked ? maskedTags : [])])
  const kept = rewriter.rewrite(walked.elements.values()).filter(({ tag }) => !own.has(tag))
  const picture = masked ? maskedElements(masked, coding) : [pixelElement(bytes, pixels, coding)]
  const written = [...kept, ...methodElements(coding, masked !== undefined), ...picture]
  const isCompressed = pixels.length === undefined
  const syntax = transferSyntaxUid === deflated || (masked && isCompressed) ? explicitUid : transferSyntaxUid
  return {
    bytes: Buffer.concat([encodeMeta(sopClassUid, sopInstanceUid, syntax), joined(written)]),
    sopInstanceUid,
    mayHoldText: mayHoldText({
      burnedInAnnotation: textAt(0x00280301),
      modality: textAt(0x00080060),
      sopClassUid,
      imageType: textAt(0x00080008),
      conversionType: textAt(0x00080064),
    }),
    kept: rewriter.kept,
    changes: masked ? [...rewriter.changes, { attribute: '(7fe0,0010)', what: 'masked' }] : rewriter.changes,
  }
}

class Rewriter {
  kept = 0
  readonly changes: Change[] = []
  readonly #bytes: HeaderBytes
  readonly #standIns: StandIns

  constructor(bytes: HeaderBytes, standIns: StandIns) {
    this.#bytes = bytes
    this.#standIns = standIns
  }

  rewrite(elements: Iterable<Element>, path = ''): Written[] {
    return Array.from(elements).flatMap((element) => {
      const written = this.#rewriteOne(element, path + tagText(element.tag))
      if (written === undefined) this.changes.push({ attribute: path + tagText(element.tag), what: 'removed' })
      return written ?? []
    })
  }

  #rewriteOne(element: Element, path: string): Written | undefined {
    const rule = rules.get(element.tag)
    if (rule === undefined) return undefined
    if (rule.action === 'empty') {
      this.changes.push({ attribute: path, what: 'empty' })
      return encodeText(element.tag, rule.vr, '', element.coding)
    }
    if (rule.vr === 'SQ') return element.vr === 'UN' ? undefined : this.#sequence(element, path)
    if (element.length === undefined || element.length > longestValueBytes) return undefined
    if (rule.action !== 'keep') {
      this.changes.push({ attribute: path, what: rule.action })
      return encodeText(element.tag, rule.vr, this.#standIn(element, rule), element.coding)
    }
    const vr = writtenVr(element, rule)
    if (!isOfRule(vr, rule)) return undefined
    const value = this.#bytes.read(element.offset, element.length)
    if (!isPlainValue(rule.vr, latin1Text(value))) return undefined
    this.kept++
    return encodeElement(element.tag, vr === 'xs' ? 'US' : vr, value, element.coding)
  }

  #sequence(element: Element, path: string): Written {
    const items = walkItems(this.#bytes, element).items.map((item, i) =>
      this.rewrite(walkElements(this.#bytes, element.coding, item).elements.values(), `${path}[${i + 1}]`),
    )
    this.kept++
    return encodeSequence(element.tag, items, element.coding)
  }

  #standIn(element: Element, { action }: Rule): string {
    const old = textOf(this.#bytes, element)
    const { uid, accession, patient, dateShiftDays } = this.#standIns
    if (action === 'uid') return old.split('\\').map(uid).join('\\')
    if (action === 'patient') return patient
    if (action === 'accession') return accession(old).slice(0, 16)
    return action === 'date' ? movedBack(old, dateShiftDays) : ''
  }
}

function tagText(tag: number): string {
  const digits = tag.toString(16).padStart(8, '0')
  return `(${digits.slice(0, 4)},${digits.slice(4)})`
}

/** An unknown VR is read as the rule's, where the bytes lie in the same order (PS3.5 6.2.2). */
function writtenVr({ vr, coding }: Element, rule: Rule): string {
  return vr === undefined || (vr === 'UN' && coding.littleEndian) ? rule.vr : vr
}

/** True where the VR as written is the rule's, or one that the standard allows in its place. */
function isOfRule(vr: string, rule: Rule): boolean {
  if (rule.vr === 'xs') return ['US', 'SS', 'OW', 'xs'].includes(vr)
  return vr === rule.vr || (rule.vr === 'OW' && ['US', 'SS', 'OB'].includes(vr))
}

function textOf(bytes: HeaderBytes, { offset, length = 0 }: Element): string {
  return latin1Text(bytes.read(offset, Math.min(length, 4_096)))
    .replace(/\0+$/, '')
    .trim()
}

function methodElements(coding: Coding, isMasked: boolean): readonly Written[] {
  const code = (value: string, meaning: string): readonly Written[] => [
    encodeText(0x00080100, 'SH', value, coding),
    encodeText(0x00080102, 'SH', 'DCM', coding),
    encodeText(0x00080104, 'LO', meaning, coding),
  ]
  return [
    encodeText(0x00120062, 'CS', 'YES', coding),
    encodeText(0x00120063, 'LO', `Firstlook: ${tableEdition}`, coding),
    encodeSequence(
      0x00120064,
      [
        code('113100', 'Basic Application Confidentiality Profile'),
        ...(isMasked ? [code('113101', 'Clean Pixel Data Option')] : []),
        code('113107', 'Retain Longitudinal Temporal Information Modified Dates Option'),
      ],
      coding,
    ),
    encodeText(0x00280303, 'CS', 'MODIFIED', coding),
  ]
}

const maskedTags = [0x00280002, 0x00280004, 0x00280006, 0x00280100, 0x00280101, 0x00280102, 0x00280103, 0x00280301]

/** The picture with its regions blanked; no text is left in it, as far as the person who drew them saw. */
function maskedElements(masked: MaskedPixels, coding: Coding): readonly Written[] {
  const { samplesPerPixel, bitsAllocated, bitsStored, signed, photometricInterpretation } = masked
  const number = (tag: number, value: number) => {
    const bytes = new Uint8Array(2)
    new DataView(bytes.buffer).setUint16(0, value, coding.littleEndian)
    return encodeElement(tag, 'US', bytes, coding)
  }
  const value = Buffer.from(masked.bytes)
  if (!coding.littleEndian && bitsAllocated === 16) value.swap16()
  if (!coding.littleEndian && bitsAllocated === 32) value.swap32()
  return [
    number(0x00280002, samplesPerPixel),
    encodeText(0x00280004, 'CS', photometricInterpretation, coding),
    ...(samplesPerPixel > 1 ? [number(0x00280006, 0)] : []),
    number(0x00280100, bitsAllocated),
    number(0x00280101, bitsStored),
    number(0x00280102, bitsStored - 1),
    number(0x00280103, signed ? 1 : 0),
    encodeText(0x00280301, 'CS', 'NO', coding),
    encodeElement(0x7fe00010, bitsAllocated === 8 && coding.explicit ? 'OB' : 'OW', value, coding),
  ]
}

function pixelElement(bytes: HeaderBytes, pixels: Element, coding: Coding): Written {
  const end = pixels.length === undefined ? endOfFragments(bytes, pixels) : pixels.offset + pixels.length
  if (end > bytes.size) refuseHeader('truncated', 'Expected all of the pixel data; the file ends before.')
  const prefix = encodePrefix(pixels.tag, pixels.vr ?? 'OW', pixels.length, coding)
  const value = bytes.source.read(pixels.offset, end - pixels.offset)
  return { tag: pixels.tag, bytes: [prefix, value] }
}

/** Where the delimiter of the fragments ends. */
function endOfFragments(bytes: HeaderBytes, pixels: Element): number {
  let position = pixels.offset
  for (;;) {
    const item = readElement(bytes, position, bytes.size, pixels.coding)
    if (item?.tag === 0xfffee0dd) return item.offset
    if (item?.tag !== 0xfffee000 || item.length === undefined) {
      return refuseHeader('truncated', 'Expected fragments and a delimiter; the pixel data end without.')
    }
    position = item.offset + item.length
  }
}
