import type { Reason } from '#shared/domain.ts'
import { failureWords } from './failure-words.ts'
import { wordScore } from './score.ts'
import { type Language, say, type Words } from './words.ts'

/** Why a study stands where it stands, by code. */
export const reasonWords: Words<Reason['code']> = {
  'label-above-threshold': ['{label} {score}', '{label} {score}'],
  'no-model': ['no model for this kind of image', 'kein Modell für diese Art von Bild'],
  queued: ['waiting for analysis', 'wartet auf die Analyse'],
  'gate-unsuitable': ['not suitable for the model: {label} {score}', 'für das Modell ungeeignet: {label} {score}'],
  'out-of-scope-modality': [
    'modality {found} is outside the model’s scope ({expected})',
    'Modalität {found} liegt außerhalb des Bereichs des Modells ({expected})',
  ],
  'out-of-scope-body-part': [
    'body part {found} is outside the model’s scope ({expected})',
    'Körperteil {found} liegt außerhalb des Bereichs des Modells ({expected})',
  ],
  'out-of-scope-view': [
    'view {found} is outside the model’s scope ({expected})',
    'Projektion {found} liegt außerhalb des Bereichs des Modells ({expected})',
  ],
  'out-of-scope-age': [
    'age {found} is outside the model’s scope ({expected} years)',
    'Alter {found} liegt außerhalb des Bereichs des Modells ({expected} Jahre)',
  ],
  'out-of-scope-intent': ['image {found}; the model takes {expected}', 'Bild {found}; das Modell nimmt {expected}'],
  'out-of-scope-size': [
    'image too small: {found} of at least {expected} pixels',
    'Bild zu klein: {found} von mindestens {expected} Pixeln',
  ],
  'out-of-scope-colour': ['colour image ({found}); the model takes grey', 'Farbbild ({found}); das Modell nimmt Grau'],
  'out-of-scope-frames': [
    'image of {found} frames; the model takes single ones',
    'Bild aus {found} Einzelbildern; das Modell nimmt einzelne',
  ],
  unsupported: ['kind of image not supported', 'Art des Bildes nicht unterstützt'],
  failed: ['analysis failed: {kind}', 'Analyse gescheitert: {kind}'],
  'model-removed': ['its model was removed', 'sein Modell wurde entfernt'],
  conflict: ['two files claim to be this image', 'zwei Dateien wollen dieses Bild sein'],
  'unread-blind': ['hidden until you have read it', 'verborgen, bis Sie befundet haben'],
  'below-threshold': [
    'highest score {score} ({label}), below the threshold',
    'höchster Score {score} ({label}), unter der Schwelle',
  ],
}

const partWords: Words<'value' | 'location'> = {
  value: ['unknown', 'unbekannt'],
  location: ['{reason}, {location}', '{reason}, {location}'],
}

/** A reason in words: "opacity 0.93, right lung". */
export function wordReason({ code, parameters }: Reason, language: Language): string {
  const { score, threshold, kind, found, location } = parameters
  const values: Record<string, string | number> = { ...parameters }
  if (typeof score === 'number') {
    values['score'] = wordScore(score, typeof threshold === 'number' ? threshold : undefined, language)
  }
  if (code === 'failed') values['kind'] = kind !== undefined && kind in failureWords ? wordKind(kind, language) : '–'
  if (found === '' || found === undefined) values['found'] = say(partWords, language, 'value')
  const reason = say(reasonWords, language, code, values)
  if (location === undefined || location === '') return reason
  return say(partWords, language, 'location', { reason, location: wordPlaces(String(location), language) })
}

const placeWords = {
  'left-lung': ['left lung', 'linke Lunge'],
  'right-lung': ['right lung', 'rechte Lunge'],
  'left-lung right-lung': ['both lungs', 'beide Lungen'],
} as const satisfies Words<string>

const wordPlaces = (labels: string, language: Language): string =>
  labels in placeWords ? say(placeWords, language, labels as keyof typeof placeWords) : labels

const wordKind = (kind: string | number, language: Language): string =>
  say(failureWords, language, kind as keyof typeof failureWords)
