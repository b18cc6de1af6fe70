import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { readDicom } from '#core/dicom/index.ts'

/** The images of the sample studies, as relative paths. */
function listStudies(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => !name.startsWith('untidy') && !name.endsWith('.csv') && statSync(join(folder, name)).isFile())
    .toSorted()
}

/** Writes copies of the sample studies, each with UIDs of its own; gives the files' paths. */
export function copyStudies(from: string, to: string, copies: number): string[] {
  const names = listStudies(from)
  return Array.from({ length: copies }, (_, copy) =>
    names.map((name) => {
      const path = join(to, String(copy), name)
      mkdirSync(dirname(path), { recursive: true })
      writeFileSync(path, withOwnUids(readFileSync(join(from, name)), copy))
      return path
    }),
  ).flat()
}

function withOwnUids(bytes: Buffer, copy: number): Buffer {
  const image = readDicom({ size: bytes.length, read: (offset, length) => bytes.subarray(offset, offset + length) })
  if (image.kind !== 'image') throw new Error('an image was expected')
  const { study, series, image: described } = image.header
  for (const uid of [study.studyInstanceUid, series.seriesInstanceUid, described.sopInstanceUid]) {
    const other = Buffer.from(renamed(uid, copy), 'latin1')
    for (let at = bytes.indexOf(uid, 0, 'latin1'); at >= 0; at = bytes.indexOf(uid, at + uid.length, 'latin1')) {
      other.copy(bytes, at)
    }
  }
  return bytes
}

/** Another UID of the same length: the copy's number is added into its long last component. */
function renamed(uid: string, copy: number): string {
  const digits = uid.slice(uid.lastIndexOf('.') + 1)
  const sum = (BigInt(digits) + BigInt(copy) * 10n ** BigInt(Math.max(0, digits.length - 4))).toString()
  return uid.slice(0, uid.length - digits.length) + sum.slice(-digits.length).padStart(digits.length, '1')
}
