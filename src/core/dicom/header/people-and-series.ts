import type { PatientHeader, SeriesHeader, StudyHeader } from '#shared/header.ts'
import { type Attribute, attributes } from '#core/dicom/data-set/attributes.ts'
import type { DataSet } from '#core/dicom/data-set/data-set.ts'
import { numberOf, textOf } from '#core/dicom/data-set/values.ts'
import { toPersonName } from '#core/dicom/text/person-name.ts'
import { toAgeYears } from './age.ts'
import { toDate, toTime } from './dates.ts'
import { deriveUid, toUid } from './uid.ts'

/** Reads the patient module (PS3.3 C.7.1.1). */
export function readPatient(dataSet: DataSet): PatientHeader {
  const sex = textOf(dataSet, attributes.patientSex)?.toUpperCase()
  return {
    patientId: textOf(dataSet, attributes.patientId),
    issuerOfPatientId: textOf(dataSet, attributes.issuerOfPatientId),
    patientName: toPersonName(textOf(dataSet, attributes.patientName)),
    patientBirthDate: toDate(textOf(dataSet, attributes.patientBirthDate)),
    patientSex: sex !== undefined && /^[MFO]$/.test(sex) ? sex : undefined,
  }
}

/** Reads the study modules (PS3.3 C.7.2); a study without a UID is one with others of the same patient, day and number. */
export function readStudy(dataSet: DataSet, patient: PatientHeader): StudyHeader {
  const studyDate = toDate(textOf(dataSet, attributes.studyDate))
  const studyId = textOf(dataSet, attributes.studyId)
  const accessionNumber = textOf(dataSet, attributes.accessionNumber)
  const identity = ['study', patient.patientId, patient.patientName?.alphabetic, studyDate, studyId, accessionNumber]
  return {
    studyInstanceUid: toUid(textOf(dataSet, attributes.studyInstanceUid)) ?? deriveUid(identity),
    studyId,
    accessionNumber,
    studyDescription: textOf(dataSet, attributes.studyDescription),
    studyDate,
    studyTime: toTime(textOf(dataSet, attributes.studyTime)),
    ageYears: toAgeYears(textOf(dataSet, attributes.patientAge), patient.patientBirthDate, studyDate),
    referringPhysicianName: toPersonName(textOf(dataSet, attributes.referringPhysicianName)),
    institutionName: textOf(dataSet, attributes.institutionName),
  }
}

/** Reads the series and equipment modules (PS3.3 C.7.3 and C.7.5). */
export function readSeries(dataSet: DataSet, studyInstanceUid: string): SeriesHeader {
  const modality = textOf(dataSet, attributes.modality)
  const seriesNumber = integerOf(dataSet, attributes.seriesNumber)
  const identity = ['series', studyInstanceUid, modality, seriesNumber?.toString()]
  return {
    seriesInstanceUid: toUid(textOf(dataSet, attributes.seriesInstanceUid)) ?? deriveUid(identity),
    modality,
    seriesNumber,
    seriesDescription: textOf(dataSet, attributes.seriesDescription),
    bodyPartExamined: textOf(dataSet, attributes.bodyPartExamined),
    protocolName: textOf(dataSet, attributes.protocolName),
    manufacturer: textOf(dataSet, attributes.manufacturer),
    manufacturerModelName: textOf(dataSet, attributes.manufacturerModelName),
  }
}

/** A whole number as written in an integer string. */
export function integerOf(dataSet: DataSet, attribute: Attribute): number | undefined {
  const value = numberOf(dataSet, attribute)
  return Number.isSafeInteger(value) ? value : undefined
}
