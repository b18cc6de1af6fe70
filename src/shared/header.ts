/**
 * What a file says of itself, without its pixels: plain values that cross processes, fill the store's rows and are shown.
 * Names follow the keywords of DICOM PS3.6; a raster image (PNG, JPEG, TIFF) fills what it can. Absent is `undefined`.
 */

/** A person name with its three component groups (PS3.5 §6.2.1), each still in caret form. */
export type PersonName = {
  readonly alphabetic: string
  readonly ideographic?: string | undefined
  readonly phonetic?: string | undefined
}

export type PatientHeader = {
  readonly patientId?: string | undefined
  readonly issuerOfPatientId?: string | undefined
  readonly patientName?: PersonName | undefined
  /** `YYYY-MM-DD` */
  readonly patientBirthDate?: string | undefined
  readonly patientSex?: string | undefined
}

export type StudyHeader = {
  readonly studyInstanceUid: string
  readonly studyId?: string | undefined
  readonly accessionNumber?: string | undefined
  readonly studyDescription?: string | undefined
  readonly studyDate?: string | undefined
  /** `HH:MM:SS[.ffffff]` */
  readonly studyTime?: string | undefined
  /** Years, from PatientAge, else from the birth and study dates. */
  readonly ageYears?: number | undefined
  readonly referringPhysicianName?: PersonName | undefined
  readonly institutionName?: string | undefined
}

export type SeriesHeader = {
  readonly seriesInstanceUid: string
  readonly modality?: string | undefined
  readonly seriesNumber?: number | undefined
  readonly seriesDescription?: string | undefined
  readonly bodyPartExamined?: string | undefined
  readonly protocolName?: string | undefined
  readonly manufacturer?: string | undefined
  readonly manufacturerModelName?: string | undefined
}

/** A VOI window (PS3.3 C.11.2.1.2), in modality units. */
export type VoiWindow = {
  readonly center: number
  readonly width: number
  readonly function: 'LINEAR' | 'LINEAR_EXACT' | 'SIGMOID'
  readonly explanation?: string | undefined
}

/** Distance between the centres of neighbouring pixels. */
export type Spacing = {
  readonly rowMm: number
  readonly columnMm: number
  /** `patient`: in the patient's plane; `detector`: Imager Pixel Spacing, uncorrected for magnification (PS3.3 10.7). */
  readonly meaning: 'patient' | 'calibrated' | 'detector'
}

/** What a reader should know before trusting the picture. Worded by the message catalogue. */
export type HeaderBadge =
  | 'invalid-text'
  | 'for-processing'
  | 'burned-in-annotation'
  | 'window-computed'
  | 'constant-image'
  | 'lossy'
  | 'suspicious-preamble'
  | 'spacing-uncalibrated'
  | 'icc-profile'
  | 'pixel-data-longer'
  | 'side-unknown'
  | 'overlay'
  | 'unusual-lut'

export type ImageHeader = {
  /** SOPInstanceUID, or for a raster image a UID derived from its SHA-256 (2.25 form, PS3.5 B.2). */
  readonly sopInstanceUid: string
  readonly sopClassUid?: string | undefined
  readonly transferSyntaxUid?: string | undefined
  readonly specificCharacterSet?: string | undefined
  readonly imageType?: readonly string[] | undefined
  readonly instanceNumber?: number | undefined
  /** ISO 8601 without zone, from AcquisitionDateTime, else acquisition, content, series or study date and time. */
  readonly acquiredAt?: string | undefined
  readonly viewPosition?: string | undefined
  readonly imageLaterality?: string | undefined
  readonly patientOrientation?: readonly string[] | undefined
  readonly imageOrientationPatient?: readonly number[] | undefined
  readonly imagePositionPatient?: readonly number[] | undefined
  readonly presentationIntentType?: string | undefined
  readonly burnedInAnnotation?: string | undefined
  readonly lossyImageCompression?: string | undefined
  readonly rows: number
  readonly columns: number
  readonly numberOfFrames: number
  readonly samplesPerPixel: number
  readonly photometricInterpretation: string
  readonly planarConfiguration?: number | undefined
  readonly bitsAllocated: number
  readonly bitsStored: number
  readonly highBit: number
  readonly pixelRepresentation: 0 | 1
  readonly pixelPaddingValue?: number | undefined
  readonly pixelPaddingRangeLimit?: number | undefined
  readonly rescaleSlope?: number | undefined
  readonly rescaleIntercept?: number | undefined
  readonly rescaleType?: string | undefined
  readonly presentationLutShape?: string | undefined
  readonly windows: readonly VoiWindow[]
  readonly hasModalityLut: boolean
  readonly hasVoiLut: boolean
  readonly overlays: number
  readonly pixelAspectRatio?: readonly [vertical: number, horizontal: number] | undefined
  readonly spacing?: Spacing | undefined
  /** ms between frames, for cine. */
  readonly frameTimeMs?: number | undefined
  readonly badges: readonly HeaderBadge[]
}

/** The header of an image. */
export type Header = {
  readonly format: 'dicom' | 'png' | 'jpeg' | 'tiff'
  readonly patient: PatientHeader
  readonly study: StudyHeader
  readonly series: SeriesHeader
  readonly image: ImageHeader
}

/** A recognised file that holds no image for a reader: a report, a directory, a document, a viewer program. */
export type NonImage = {
  readonly format: 'dicom' | 'other'
  readonly sopClassUid?: string | undefined
  /** A short name, as "Basic Text SR" or "Windows program". */
  readonly what: string
}
