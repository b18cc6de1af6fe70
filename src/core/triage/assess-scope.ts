import type { Reason } from '#shared/domain.ts'
import type { Header } from '#shared/header.ts'
import type { Scope } from '#shared/manifest.ts'

type StrictField = Scope['strict'][number]

/**
 * Why an image lies outside what a model may assess; empty when it lies within. A value that the header does not give
 * passes, unless the scope names its field as strict: then `found` is empty.
 */
export function assessScope(header: Header, scope: Scope): readonly Reason[] {
  const { image, series, study } = header
  const isStrict = (field: StrictField) => scope.strict.includes(field)
  return [
    ...listed('out-of-scope-modality', series.modality, scope.modalities, isStrict('modality')),
    ...listed('out-of-scope-body-part', series.bodyPartExamined, scope.bodyParts, isStrict('body-part')),
    ...listed('out-of-scope-view', image.viewPosition, scope.views, isStrict('view')),
    ...listed('out-of-scope-intent', image.presentationIntentType, scope.intents, isStrict('intent')),
    ...ofAge(study.ageYears, scope.ageYears, isStrict('age')),
    ...ofPicture(image, scope),
  ]
}

function listed(
  code: Reason['code'],
  found: string | undefined,
  allowed: readonly string[] | undefined,
  strict: boolean,
): Reason[] {
  if (allowed === undefined) return []
  const value = plain(found ?? '')
  const passes = value === '' ? !strict : allowed.some((name) => plain(name) === value)
  return passes ? [] : [{ code, parameters: { expected: allowed.join(', '), found: found?.trim() ?? '' } }]
}

const plain = (text: string) => text.trim().toUpperCase()

function ofAge(found: number | undefined, allowed: Scope['ageYears'], strict: boolean): Reason[] {
  if (allowed === undefined) return []
  const passes = found === undefined ? !strict : found >= allowed.min && found <= allowed.max
  if (passes) return []
  return [{ code: 'out-of-scope-age', parameters: { expected: `${allowed.min}–${allowed.max}`, found: found ?? '' } }]
}

function ofPicture(image: Header['image'], scope: Scope): Reason[] {
  const reasons: Reason[] = []
  const side = Math.min(image.rows, image.columns)
  if (scope.minSide !== undefined && side < scope.minSide) {
    reasons.push({ code: 'out-of-scope-size', parameters: { expected: scope.minSide, found: side } })
  }
  const coloured = image.samplesPerPixel > 1 || plain(image.photometricInterpretation) === 'PALETTE COLOR'
  if (scope.colour === 'grey' && coloured) {
    reasons.push({
      code: 'out-of-scope-colour',
      parameters: { expected: 'grey', found: image.photometricInterpretation },
    })
  }
  if (!scope.multiFrame && image.numberOfFrames > 1) {
    reasons.push({ code: 'out-of-scope-frames', parameters: { expected: 1, found: image.numberOfFrames } })
  }
  return reasons
}
