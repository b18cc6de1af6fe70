import { describe, expect, it } from 'vitest'
import { writeDicom } from '#fixtures/dicom-bytes.ts'
import { dicomDirectoryOf as directory } from '#fixtures/dicom-directory.ts'
import { sourceOf } from '#fixtures/header-file.ts'
import { seededRandom } from '#fixtures/seeded-random.ts'
import { isTriageError } from '#shared/errors.ts'
import { readDicomDirectory } from './read-dicom-directory.ts'

function outcomeOf(bytes: Uint8Array): unknown {
  try {
    return readDicomDirectory(sourceOf(bytes))
  } catch (error) {
    if (isTriageError(error)) return error.kind
    throw error
  }
}

describe('readDicomDirectory', () => {
  it('gives the file ids, and none for records without a file', () => {
    expect(outcomeOf(directory(['DICOM\\PAT_1\\IM0001', '', 'A\\B\\C\\D\\E\\F\\G\\H']))).toEqual([
      ['DICOM', 'PAT_1', 'IM0001'],
      ['A', 'B', 'C', 'D', 'E', 'F', 'G', 'H'],
    ])
  })

  it.each([
    ['..', 'path-escape'],
    ['A\\..\\..\\B', 'path-escape'],
    ['/ETC', 'path-escape'],
    ['C:', 'path-escape'],
    ['A/B', 'path-escape'],
    ['A\0B', 'bad-header'],
    ['.', 'bad-header'],
    ['A\\\\B', 'bad-header'],
    ['lower', 'bad-header'],
    ['IM1.DCM', 'bad-header'],
    ['NINECHARS', 'bad-header'],
    ['A B', 'bad-header'],
    ['Ä', 'bad-header'],
    ['A\\B\\C\\D\\E\\F\\G\\H\\I', 'bad-header'],
  ])('refuses the id %j as %s', (id, kind) => {
    expect(outcomeOf(directory(['GOOD', id]))).toBe(kind)
  })

  it('lets no generated name out of the folder', () => {
    const random = seededRandom(9)
    const pieces = [
      '..',
      '.',
      '/',
      '\\',
      '\\\\',
      'C:',
      'CON',
      '~',
      '%2e',
      '\0',
      '\u202e',
      'A',
      'im',
      '..\\..',
      ' ',
      '//srv',
      '\n',
    ]
    for (let count = 0; count < 1_000; count++) {
      const id = Array.from(
        { length: 1 + (random.integer() % 5) },
        () => pieces[random.integer() % pieces.length],
      ).join('')
      const ids = outcomeOf(directory([id]))
      const components = Array.isArray(ids) ? ids.flat() : []
      expect(components.every((component) => /^[A-Z0-9_]{1,8}$/.test(component))).toBe(true)
    }
  })

  it('refuses other objects and directories that are cut off', () => {
    const other = writeDicom({
      transferSyntaxUid: '1.2.840.10008.1.2.1',
      elements: [{ tag: 0x00080060, vr: 'CS', value: 'CT' }],
    })
    expect(outcomeOf(other)).toBe('bad-header')
    expect(outcomeOf(directory(['GOOD']).subarray(0, -4))).toBe('truncated')
  })
})
