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
import { encodeElement, encodeSequence, encodeText, joined, type Written } from './encode.ts'
import type { MaskedPixels } from './mask-pixels.ts'
import { definedTerms } from './defined-terms.ts'
import { isPlainValue, movedBack, tellingNumber } from './kept-value.ts'
import { encodeMeta } from './meta.ts'
import { maskedElements, maskedTags, pixelElement, planesBeside } from './picture.ts'
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
  readonly what: 'removed' | 'masked' | 'blanked' | Exclude<Rule['action'], 'keep'>
}

const explicitUid = '1.2.840.10008.1.2.1'
/** Numbers of patient, study, visit, order and device, and dates: one of them may stand again where a count belongs. */
const identifierTags = [
  0x00080020, 0x00080021, 0x00080022, 0x00080023, 0x00080050, 0x00100020, 0x00100030, 0x00101000, 0x00181000,
  0x00200010, 0x00380010, 0x00402016, 0x00402017, 0x00401001,
]
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
  const rewriter = new Rewriter(bytes, standIns, identifierTags.map(textAt))
  const own = new Set([0x00280303, ...(masked ? maskedTags : [])])
  const kept = rewriter.rewrite(walked.elements.values()).filter(({ tag }) => !own.has(tag))
  const copied = masked ? undefined : pixelElement(bytes, pixels, coding, planesBeside(bytes, walked.elements, coding))
  const picture = masked ? maskedElements(masked, coding) : copied ? [copied.written] : []
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
    changes: [
      ...rewriter.changes,
      ...(masked || copied?.blanked
        ? [{ attribute: '(7fe0,0010)', what: masked ? 'masked' : 'blanked' } as const]
        : []),
    ],
  }
}

class Rewriter {
  kept = 0
  readonly changes: Change[] = []
  readonly #bytes: HeaderBytes
  readonly #standIns: StandIns
  readonly #identifiers: ReadonlySet<string>

  constructor(bytes: HeaderBytes, standIns: StandIns, identifiers: readonly string[]) {
    this.#bytes = bytes
    this.#standIns = standIns
    this.#identifiers = new Set(identifiers.flatMap((text) => tellingNumber(text) ?? []))
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
    if (rule.vr === 'CS') return this.#codeString(element, path)
    const value = this.#bytes.read(element.offset, element.length)
    const text = latin1Text(value)
    if (!isPlainValue(rule.vr, text) || this.#tells(rule, text)) return undefined
    this.kept++
    return encodeElement(element.tag, vr === 'xs' ? 'US' : vr, value, element.coding)
  }

  #codeString(element: Element, path: string): Written {
    const old = textOf(this.#bytes, element)
    const kept = definedTerms(element.tag, old)
    if (kept === old.replaceAll(/ *\\ */g, '\\')) this.kept++
    else this.changes.push({ attribute: path, what: 'empty' })
    return encodeText(element.tag, 'CS', kept, element.coding)
  }

  /** True where one of the numbers is one that names the patient or the study elsewhere in the file. */
  #tells({ vr }: Rule, text: string): boolean {
    if (vr !== 'IS' && vr !== 'DS') return false
    return text.split('\\').some((value) => this.#identifiers.has(tellingNumber(value) ?? ''))
  }

  #sequence(element: Element, path: string): Written {
    const items = walkItems(this.#bytes, element).items.map((item, i) =>
      this.rewrite(walkElements(this.#bytes, element.coding, item).elements.values(), `${path}[${i + 1}]`),
    )
    this.kept++
    return encodeSequence(element.tag, items, element.coding)
  }

  #standIn(element: Element, { action, vr }: Rule): string {
    const old = textOf(this.#bytes, element)
    const { uid, accession, patient, dateShiftDays } = this.#standIns
    if (action === 'uid') return old.split('\\').map(uid).join('\\')
    if (action === 'patient') return patient
    if (action === 'accession') return accession(old).slice(0, 16)
    return action === 'date' ? movedBack(old, dateShiftDays).slice(0, vr === 'DA' ? 8 : undefined) : ''
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
