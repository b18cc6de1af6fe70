import { explicitLittleEndian } from '#core/dicom/data-set/coding.ts'
import { encodeElement, encodeText, joined } from './encode.ts'

const implementationUid = '2.25.208315426691172940527310946135270185421'

/** A preamble of zeros, the prefix and a new file meta group (PS3.10 7.1): nothing of the old one is left. */
export function encodeMeta(sopClassUid: string, sopInstanceUid: string, transferSyntaxUid: string): Buffer {
  const coding = explicitLittleEndian
  const group = joined([
    encodeElement(0x00020001, 'OB', Uint8Array.of(0, 1), coding),
    encodeText(0x00020002, 'UI', sopClassUid, coding),
    encodeText(0x00020003, 'UI', sopInstanceUid, coding),
    encodeText(0x00020010, 'UI', transferSyntaxUid, coding),
    encodeText(0x00020012, 'UI', implementationUid, coding),
    encodeText(0x00020013, 'SH', 'FIRSTLOOK', coding),
  ])
  const length = Buffer.alloc(4)
  length.writeUInt32LE(group.length)
  const first = encodeElement(0x00020000, 'UL', length, coding)
  return Buffer.concat([Buffer.alloc(128), Buffer.from('DICM'), ...first.bytes, group])
}
