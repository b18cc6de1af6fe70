import { describe, expect, it } from 'vitest'
import type { DicomElement } from '#fixtures/dicom-bytes.ts'
import { headerFile, sourceOf } from '#fixtures/header-file.ts'
import type { Header } from '#shared/header.ts'
import type { DicomImage } from '#core/dicom/pixel-data.ts'
import { headerOfFrame } from '#core/dicom/header-of-frame.ts'
import { readDicom } from '#core/dicom/read-dicom.ts'
import { toAgeYears } from './age.ts'
import { toDate, toDateTime, toTime } from './dates.ts'

function imageOf(elements: readonly DicomElement[], without: readonly number[] = []): DicomImage {
  const read = readDicom(sourceOf(headerFile(elements, without)))
  if (read.kind !== 'image') throw new Error('an image was expected')
  return read
}

const headerOf = (elements: readonly DicomElement[], without: readonly number[] = []): Header =>
  imageOf(elements, without).header
const text = (tag: number, vr: string, value: string): DicomElement => ({ tag, vr, value })
const ds = (tag: number, value: string): DicomElement => text(tag, 'DS', value)
const cs = (tag: number, value: string): DicomElement => text(tag, 'CS', value)
const modality = (value: string): DicomElement => cs(0x00080060, value)

describe('a complete header', () => {
  it('has every field in its place', () => {
    const header = headerOf([
      text(0x00080005, 'CS', 'ISO_IR 192'),
      cs(0x00080008, 'DERIVED\\PRIMARY\\\\AXIAL'),
      text(0x00080020, 'DA', '20240229'),
      text(0x00080022, 'DA', '20240301'),
      text(0x00080030, 'TM', '101112.5'),
      text(0x00080032, 'TM', '1213'),
      text(0x00080050, 'SH', 'A77'),
      modality('DX'),
      cs(0x00080068, 'FOR PROCESSING'),
      text(0x00080070, 'LO', ' Maker '),
      text(0x00080080, 'LO', 'Clínica'),
      text(0x00080090, 'PN', 'Doctor^Some'),
      text(0x00081030, 'LO', 'Chest'),
      text(0x0008103e, 'LO', 'PA'),
      text(0x00081090, 'LO', 'Model 1'),
      text(0x00100010, 'PN', 'Phantom^Synthetic'),
      text(0x00100020, 'LO', 'SYN-1'),
      text(0x00100021, 'LO', 'Hospital'),
      text(0x00100030, 'DA', '19800101'),
      cs(0x00100040, 'f'),
      cs(0x00180015, 'CHEST'),
      text(0x00181030, 'LO', 'Thorax'),
      cs(0x00185101, 'PA'),
      text(0x00200010, 'SH', 'S1'),
      text(0x00200011, 'IS', '3'),
      text(0x00200013, 'IS', ' 7'),
      cs(0x00200020, 'L\\F'),
      cs(0x00200062, 'U'),
      { tag: 0x00280120, vr: 'US', value: 4_095 },
      cs(0x00280301, 'YES'),
      cs(0x00282110, '01'),
      ds(0x00281050, '2048\\1000'),
      ds(0x00281051, '4096\\0'),
      ds(0x00281052, '-1024'),
      ds(0x00281053, '1.5'),
      text(0x00281054, 'LO', 'HU'),
      text(0x00281055, 'LO', 'WIDE\\NONE'),
      cs(0x00281056, 'LINEAR_EXACT'),
      text(0x00280034, 'IS', '2\\1'),
      ds(0x00181063, '40'),
      cs(0x20500020, 'INVERSE'),
    ])
    expect(header.patient).toEqual({
      patientId: 'SYN-1',
      issuerOfPatientId: 'Hospital',
      patientName: { alphabetic: 'Phantom^Synthetic' },
      patientBirthDate: '1980-01-01',
      patientSex: 'F',
    })
    expect(header.study).toEqual({
      studyInstanceUid: '2.25.12',
      studyId: 'S1',
      accessionNumber: 'A77',
      studyDescription: 'Chest',
      studyDate: '2024-02-29',
      studyTime: '10:11:12.5',
      ageYears: 44,
      referringPhysicianName: { alphabetic: 'Doctor^Some' },
      institutionName: 'Clínica',
    })
    expect(header.series).toEqual({
      seriesInstanceUid: '2.25.13',
      modality: 'DX',
      seriesNumber: 3,
      seriesDescription: 'PA',
      bodyPartExamined: 'CHEST',
      protocolName: 'Thorax',
      manufacturer: 'Maker',
      manufacturerModelName: 'Model 1',
    })
    expect(header.image).toMatchObject({
      sopInstanceUid: '2.25.11',
      sopClassUid: '1.2.840.10008.5.1.4.1.1.7',
      specificCharacterSet: 'ISO_IR 192',
      imageType: ['DERIVED', 'PRIMARY', '', 'AXIAL'],
      instanceNumber: 7,
      acquiredAt: '2024-03-01T12:13:00',
      viewPosition: 'PA',
      imageLaterality: 'U',
      patientOrientation: ['L', 'F'],
      presentationIntentType: 'FOR PROCESSING',
      pixelPaddingValue: 4_095,
      rescaleSlope: 1.5,
      rescaleIntercept: -1_024,
      rescaleType: 'HU',
      presentationLutShape: 'INVERSE',
      // The second window has no width.
      windows: [{ center: 2_048, width: 4_096, function: 'LINEAR_EXACT', explanation: 'WIDE' }],
      pixelAspectRatio: [2, 1],
      frameTimeMs: 40,
      overlays: 0,
    })
    expect(header.image.badges.toSorted()).toEqual(['burned-in-annotation', 'for-processing', 'lossy'])
  })

  it('derives UIDs where a file has none, the same ones each time', () => {
    const without = [0x00080018, 0x0020000d, 0x0020000e]
    const one = headerOf([text(0x00100020, 'LO', 'A')], without)
    const same = headerOf([text(0x00100020, 'LO', 'A')], without)
    const other = headerOf([text(0x00100020, 'LO', 'B')], without)
    expect(one.study.studyInstanceUid).toMatch(/^2\.25\.\d{1,39}$/)
    expect(one.image.sopInstanceUid).toBe('1.2.826.0.1.3680043.10.1')
    expect(same.study.studyInstanceUid).toBe(one.study.studyInstanceUid)
    expect(same.series.seriesInstanceUid).toBe(one.series.seriesInstanceUid)
    expect(other.study.studyInstanceUid).not.toBe(one.study.studyInstanceUid)
    expect(headerOf([text(0x0020000d, 'UI', '../../etc')]).study.studyInstanceUid).toMatch(/^2\.25\./)
  })

  it('reads a padding value by the sign of the pixels, whichever VR is written', () => {
    const padding = (vr: string, value: number, signed: number) =>
      headerOf([
        { tag: 0x00280120, vr, value },
        { tag: 0x00280103, vr: 'US', value: signed },
      ]).image.pixelPaddingValue
    expect(padding('US', 0xf830, 1)).toBe(-2_000)
    expect(padding('SS', -2_000, 1)).toBe(-2_000)
    expect(padding('SS', -2_000, 0)).toBe(0xf830)
    expect(padding('US', 0xf830, 0)).toBe(0xf830)
  })
})

describe('badges', () => {
  const badges = (elements: readonly DicomElement[]): readonly string[] => headerOf(elements).image.badges

  it('say what a reader should know, and nothing of an ordinary image', () => {
    const window = [ds(0x00281050, '40'), ds(0x00281051, '400')]
    expect(badges(window)).toEqual([])
    expect(badges([])).toEqual(['window-computed'])
    expect(badges([ds(0x00281050, '40'), ds(0x00281051, '0.5')])).toEqual(['window-computed'])
    expect(badges([...window, modality('DX')])).toEqual(['side-unknown'])
    expect(badges([...window, modality('DX'), cs(0x00200020, 'L\\F')])).toEqual([])
    expect(badges([...window, modality('CR'), ds(0x00181164, '0.2\\0.2'), cs(0x00200020, 'L\\F')])).toEqual([
      'spacing-uncalibrated',
    ])
    expect(badges([...window, { tag: 0x00282000, vr: 'OB', value: new Uint8Array(8) }])).toEqual(['icc-profile'])
  })

  it('say that zeros follow the pixels; more than zeros, or zeros after a black row, could be pixels and are refused', () => {
    const window = [ds(0x00281050, '40'), ds(0x00281051, '400')]
    const pixels = (filled: number, zeros: number) => {
      const value = Uint8Array.from({ length: filled + zeros }, (_, index) => (index < filled ? 1 : 0))
      return badges([...window, { tag: 0x7fe00010, vr: 'OW', value }])
    }
    expect(pixels(48, 12)).toEqual(['pixel-data-longer'])
    for (const [filled, zeros] of [
      [60, 0],
      [30, 30],
      [48, 70_000],
    ] as const) {
      expect(() => pixels(filled, zeros)).toThrow(/Expected 48 bytes of pixels/)
    }
  })
})

describe('spacing', () => {
  const pixel = ds(0x00280030, '0.3\\0.2')
  const imager = ds(0x00181164, '0.3\\0.2')
  const larger = ds(0x00181164, '0.4\\0.3')
  const calibration = cs(0x00280a02, 'FIDUCIAL')

  it.each([
    ['in the plane of a slice', [modality('CT'), pixel], { rowMm: 0.3, columnMm: 0.2, meaning: 'patient' }],
    ['the same as the detector', [modality('DX'), pixel, imager], { rowMm: 0.3, columnMm: 0.2, meaning: 'detector' }],
    ['unlike the detector', [modality('DX'), pixel, larger], { rowMm: 0.3, columnMm: 0.2, meaning: 'calibrated' }],
    [
      'calibrated by name',
      [modality('DX'), pixel, imager, calibration],
      { rowMm: 0.3, columnMm: 0.2, meaning: 'calibrated' },
    ],
    ['of the detector only', [modality('DX'), larger], { rowMm: 0.4, columnMm: 0.3, meaning: 'detector' }],
    [
      'of a projection that does not say more',
      [modality('CR'), pixel],
      { rowMm: 0.3, columnMm: 0.2, meaning: 'detector' },
    ],
    [
      'of a scanned film',
      [modality('OT'), ds(0x00182010, '0.1\\0.1')],
      { rowMm: 0.1, columnMm: 0.1, meaning: 'detector' },
    ],
    ['absent', [modality('CT')], undefined],
    ['zero', [modality('CT'), ds(0x00280030, '0\\0.2')], undefined],
    ['negative', [modality('CT'), ds(0x00280030, '-1\\0.2')], undefined],
    ['not a number', [modality('CT'), ds(0x00280030, 'x\\0.2')], undefined],
    ['one value', [modality('CT'), ds(0x00280030, '0.2')], undefined],
  ])('%s', (_, elements, spacing) => {
    expect(headerOf(elements).image.spacing).toEqual(spacing)
  })
})

describe('frames of one object', () => {
  const sequence = (tag: number, ...items: readonly (readonly DicomElement[])[]): DicomElement => ({
    tag,
    vr: 'SQ',
    value: items,
  })
  const window = (center: string): DicomElement => sequence(0x00289132, [ds(0x00281050, center), ds(0x00281051, '100')])
  const position = (z: string): DicomElement => sequence(0x00209113, [ds(0x00200032, `0\\0\\${z}`)])
  const shared = [
    sequence(0x00209116, [ds(0x00200037, '1\\0\\0\\0\\1\\0')]),
    sequence(0x00289110, [ds(0x00280030, '0.5\\0.5')]),
    sequence(0x00289145, [ds(0x00281052, '-1000'), ds(0x00281053, '2'), text(0x00281054, 'LO', 'HU')]),
    sequence(0x00209071, [cs(0x00209072, 'R')]),
    window('1'),
  ]
  const image = imageOf([
    modality('CT'),
    text(0x00280008, 'IS', '3'),
    sequence(0x52009229, shared),
    sequence(0x52009230, [position('10'), window('40')], [position('12.5')], [position('15'), window('60')]),
    { tag: 0x7fe00010, vr: 'OW', value: new Uint8Array(48 * 3) },
  ])

  it('have their own functional groups, else the shared ones (PS3.3 C.7.6.16)', () => {
    const frames = [1, 2, 3].map((frame) => headerOfFrame(image, frame).image)
    expect(frames.map(({ imagePositionPatient }) => imagePositionPatient?.[2])).toEqual([10, 12.5, 15])
    expect(frames.map(({ windows }) => windows[0]?.center)).toEqual([40, 1, 60])
    for (const frame of frames) {
      expect(frame).toMatchObject({
        imageOrientationPatient: [1, 0, 0, 0, 1, 0],
        spacing: { rowMm: 0.5, columnMm: 0.5, meaning: 'patient' },
        rescaleSlope: 2,
        rescaleIntercept: -1_000,
        rescaleType: 'HU',
        imageLaterality: 'R',
      })
    }
    expect(image.header).toEqual(headerOfFrame(image, 1))
  })

  it('of a dose grid lie along its normal', () => {
    const dose = imageOf([
      text(0x00280008, 'IS', '2'),
      ds(0x00200032, '1\\2\\3'),
      ds(0x00200037, '1\\0\\0\\0\\1\\0'),
      ds(0x3004000c, '0\\2.5'),
      { tag: 0x7fe00010, vr: 'OW', value: new Uint8Array(96) },
    ])
    expect(headerOfFrame(dose, 2).image.imagePositionPatient).toEqual([1, 2, 5.5])
  })
})

describe('dates, times and ages', () => {
  it('are those of a calendar and a clock', () => {
    expect(
      ['20240229', '2024.02.29', '20230229', '20241301', '00000000', '2024', ' 20240229', undefined].map(toDate),
    ).toEqual(['2024-02-29', '2024-02-29', undefined, undefined, undefined, undefined, undefined, undefined])
    expect(
      ['10', '1011', '101112', '101112.123456', '10:11:12', '240000', '106000', '235960', '1'].map(toTime),
    ).toEqual([
      '10:00:00',
      '10:11:00',
      '10:11:12',
      '10:11:12.123456',
      '10:11:12',
      undefined,
      undefined,
      '23:59:59',
      undefined,
    ])
    expect(['20240229101112.5+0100', '20240229', '2024', '20240229-0500', '2024022910'].map(toDateTime)).toEqual([
      '2024-02-29T10:11:12.5',
      '2024-02-29',
      undefined,
      '2024-02-29',
      '2024-02-29T10:00:00',
    ])
  })

  it('give years', () => {
    expect(toAgeYears('042Y', undefined, undefined)).toBe(42)
    expect(toAgeYears('018M', undefined, undefined)).toBe(1.5)
    expect(toAgeYears('010W', undefined, undefined)).toBe(0.19)
    expect(toAgeYears('003D', undefined, undefined)).toBe(0.01)
    expect(toAgeYears('old', '1980-03-01', '2024-02-29')).toBe(43)
    expect(toAgeYears(undefined, '2024-01-01', '2024-07-01')).toBe(0.5)
    expect(toAgeYears(undefined, '2024-01-01', '2023-01-01')).toBeUndefined()
    expect(toAgeYears(undefined, undefined, '2023-01-01')).toBeUndefined()
  })
})
