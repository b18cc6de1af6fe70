import { join } from 'node:path'
import { type Change, deidentify, maskPixels } from '#core/dicom/index.ts'
import { createPseudonyms, projectKey, writeDurably } from '#core/export/index.ts'
import { toDataFolder } from '#core/intake/index.ts'
import type { Location } from '#core/pipeline/ports.ts'
import type { Region } from '#shared/domain.ts'
import { TriageError } from '#shared/errors.ts'
import { toImageLocation } from './locate.ts'
import { withImage } from './open-picture.ts'

export type DeidentifyRequest = {
  readonly location: Location
  readonly folder: string
  /** How many images of the same SOPInstanceUID came before: conflicting files are both kept. */
  readonly ordinal: number
  /** What the patient's pseudonym and shift of dates are made of. */
  readonly patientIdentity: string
  /** Text that may stand in the pixels was seen and accepted by a person. */
  readonly burnedInConfirmed: boolean
  /** Blanked in the pictures in which text may stand. */
  readonly masks: readonly Region[]
}

/** What became of one file: written under its new SOPInstanceUID, or held since text may stand in its pixels. */
export type Deidentified =
  | { readonly held: true }
  | {
      readonly held: false
      readonly name: string
      readonly kept: number
      readonly changes: readonly Change[]
    }

/** Writes one DICOM file without what names its patient (PS3.15 Annex E); refuses a picture that is none. */
export async function deidentifyFile(request: DeidentifyRequest, dataFolder: string): Promise<Deidentified> {
  const { keys, temp } = toDataFolder(dataFolder)
  const pseudonyms = createPseudonyms(await projectKey(keys))
  return withImage(toImageLocation(request.location), temp, async ({ header, source }) => {
    if (header.format !== 'dicom') {
      throw new TriageError('not-an-image', `Expected a DICOM file; this is ${header.format.toUpperCase()}.`, 'export')
    }
    const standIns = {
      patient: pseudonyms.patient(request.patientIdentity),
      dateShiftDays: pseudonyms.dateShiftDays(request.patientIdentity),
      uid: pseudonyms.uid,
      accession: pseudonyms.accession,
    }
    const plain = deidentify(source, standIns)
    if (plain.mayHoldText && !request.burnedInConfirmed) return { held: true }
    const isMasked = plain.mayHoldText && request.masks.length > 0
    const made = isMasked ? deidentify(source, standIns, await maskPixels(source, request.masks)) : plain
    const { ordinal } = request
    const name = `${made.sopInstanceUid}${ordinal === 0 ? '' : `-${ordinal}`}.dcm`
    await writeDurably(join(request.folder, name), async (sink) => sink.write(made.bytes))
    return { held: false, name, kept: made.kept, changes: made.changes }
  })
}
