/** What tells one patient from another in the store. */
type Patient = {
  readonly patientId: string
  readonly issuer: string
  readonly birthDate: string
  readonly sex: string
}

/** A patient as one text: what pseudonyms and date shifts are made of, so that every export of a project agrees. */
export const patientIdentity = ({ patientId, issuer, birthDate, sex }: Patient): string =>
  [patientId, issuer, birthDate, sex].join('\n')
