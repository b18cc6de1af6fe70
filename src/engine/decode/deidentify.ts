import { join } from 'node:path'
import { deidentify } from '#core/dicom/index.ts'
import { createPseudonyms, projectKey, writeDurably } from '#core/export/index.ts'
import { toDataFolder } from '#core/intake/index.ts'
import type { Location } from '#core/pipeline/ports.ts'
import { TriageError } from '#shared/errors.ts'
import { toImageLocation } from './locate.ts'
import { withImage } from './open-picture.ts'

export type DeidentifyRequest = {
  readonly location: Location
  readonly folder: string
  /** What the patient's pseudonym and shift of dates are made of. */
  readonly patientIdentity: string
  /** Text that may stand in the pixels was seen and accepted by a person. */
  readonly burnedInConfirmed: boolean
}

/** What became of one file: written under its new SOPInstanceUID, or held since text may stand in its pixels. */
export type Deidentified =
  | { readonly held: true }
  | {
      readonly held: false
      readonly name: string
      readonly kept: number
      readonly changed: number
      readonly removed: number
    }

/** Writes one DICOM file without what names its patient (PS3.15 Annex E); refuses a picture that is none. */
export async function deidentifyFile(request: DeidentifyRequest, dataFolder: string): Promise<Deidentified> {
  const { keys, temp } = toDataFolder(dataFolder)
  const pseudonyms = createPseudonyms(await projectKey(keys))
  return withImage(toImageLocation(request.location), temp, async ({ header, source }) => {
    if (header.format !== 'dicom') {
      throw new TriageError('not-an-image', `Expected a DICOM file; this is ${header.format.toUpperCase()}.`, 'export')
    }
    const { bytes, sopInstanceUid, mayHoldText, ...counts } = deidentify(source, {
      patient: pseudonyms.patient(request.patientIdentity),
      dateShiftDays: pseudonyms.dateShiftDays(request.patientIdentity),
      uid: pseudonyms.uid,
      accession: pseudonyms.accession,
    })
    if (mayHoldText && !request.burnedInConfirmed) return { held: true }
    const name = `${sopInstanceUid}.dcm`
    await writeDurably(join(request.folder, name), (sink) => sink.write(bytes))
    return { held: false, name, ...counts }
  })
}
