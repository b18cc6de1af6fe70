import { describe, expect, it } from 'vitest'
import { dicomDirectoryOf } from '#fixtures/dicom-directory.ts'
import { scratchFolder } from '#fixtures/scratch-folder.ts'
import { tinyDicom } from '#fixtures/tiny-dicom.ts'
import { walkSources } from './walk-sources.ts'

async function outcomes(path: string, root: string): Promise<Record<string, string>> {
  const found: Record<string, string> = {}
  for await (const entry of walkSources([path])) {
    const verdict = entry.kind === 'found' ? entry.format : entry.kind === 'skipped' ? 'skipped' : entry.failure.kind
    found[entry.displayPath.slice(root.length + 1)] = verdict
  }
  return found
}

describe('a DICOMDIR', () => {
  it('names what is missing on its medium, and hides nothing that it forgot', async () => {
    using disc = scratchFolder({
      DICOMDIR: dicomDirectoryOf(['DICOM\\IM1', 'DICOM\\IM2', 'DICOM\\IM2', 'DICOM\\SUB', 'OTHER\\IM9', 'TOP']),
      'DICOM/IM1': tinyDicom(),
      'DICOM/FORGOT': tinyDicom(),
      'DICOM/SUB/IM3': tinyDicom(),
    })
    const expected = {
      DICOMDIR: 'skipped',
      'DICOM/IM1': 'dicom',
      'DICOM/IM2': 'missing',
      'DICOM/FORGOT': 'dicom',
      'DICOM/SUB': 'missing',
      'DICOM/SUB/IM3': 'dicom',
      'OTHER/IM9': 'missing',
      TOP: 'missing',
    }
    expect(await outcomes(disc.path, disc.path)).toEqual(expected)
    expect(await outcomes(disc.at('DICOMDIR'), disc.path)).toEqual(expected)
  })

  it('knows its files as systems show the names of a disc', async () => {
    using disc = scratchFolder({
      dicomdir: dicomDirectoryOf(['DICOM\\IM1', 'DICOM\\IM2', 'DICOM\\IM3']),
      'dicom/im1': tinyDicom(),
      'dicom/IM2.;1': tinyDicom(),
      'dicom/im3.': tinyDicom(),
    })
    expect(Object.values(await outcomes(disc.path, disc.path)).toSorted()).toEqual([
      'dicom',
      'dicom',
      'dicom',
      'skipped',
    ])
  })

  it('that leads out of its medium or is cut short is refused, and its folder is taken in', async () => {
    using disc = scratchFolder({ DICOMDIR: dicomDirectoryOf(['..\\..\\ETC']), IM1: tinyDicom() })
    expect(await outcomes(disc.path, disc.path)).toEqual({ DICOMDIR: 'path-escape', IM1: 'dicom' })
    using cut = scratchFolder({ DICOMDIR: dicomDirectoryOf(['IM1', 'IM2']).subarray(0, -9), IM1: tinyDicom() })
    expect(await outcomes(cut.path, cut.path)).toEqual({ DICOMDIR: 'truncated', IM1: 'dicom' })
  })
})
