import type { HeaderBadge, ImageHeader } from '#shared/header.ts'
import { attributes } from '#core/dicom/data-set/attributes.ts'
import { type DataSet, elementOf } from '#core/dicom/data-set/data-set.ts'
import { transferSyntaxes } from '#core/dicom/pixels/transfer-syntaxes.ts'
import { isProjection } from './spacing.ts'

/** What was found outside the header's fields. */
export type Findings = {
  readonly suspiciousPreamble: boolean
  readonly pixelDataLonger: boolean
  readonly unusualLut: boolean
  readonly modality?: string | undefined
}

/** The badges of an image's header, each by its condition; what was noticed while reading comes with them. */
export function toBadges(
  image: Omit<ImageHeader, 'badges'>,
  dataSet: DataSet,
  findings: Findings,
): readonly HeaderBadge[] {
  const isGrey = image.photometricInterpretation.startsWith('MONOCHROME')
  const conditions: readonly (readonly [HeaderBadge, boolean])[] = [
    ['for-processing', image.presentationIntentType === 'FOR PROCESSING'],
    ['burned-in-annotation', image.burnedInAnnotation === 'YES'],
    ['window-computed', isGrey && image.windows.length === 0 && !image.hasVoiLut],
    ['lossy', isLossy(image)],
    ['suspicious-preamble', findings.suspiciousPreamble],
    ['spacing-uncalibrated', image.spacing?.meaning === 'detector'],
    ['icc-profile', elementOf(dataSet, attributes.iccProfile) !== undefined],
    ['pixel-data-longer', findings.pixelDataLonger],
    ['side-unknown', isProjection(findings.modality) && !knowsSides(image)],
    ['overlay', image.overlays > 0],
    ['unusual-lut', findings.unusualLut],
  ]
  const named = conditions.filter(([, holds]) => holds).map(([badge]) => badge)
  return [...new Set([...dataSet.noticed, ...named])]
}

function isLossy(image: Omit<ImageHeader, 'badges'>): boolean {
  if (image.lossyImageCompression === '01') return true
  const syntax = transferSyntaxes[image.transferSyntaxUid ?? '']
  return syntax?.lossy === true && image.lossyImageCompression !== '00'
}

/** Whether the header says which of the picture's sides is the patient's left. */
function knowsSides(image: Omit<ImageHeader, 'badges'>): boolean {
  return Boolean(image.patientOrientation?.[0]) || image.imageOrientationPatient !== undefined
}
