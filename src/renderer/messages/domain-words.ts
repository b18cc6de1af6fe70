import type { Group } from '#shared/domain.ts'
import type { verdicts } from '#shared/domain.ts'
import type { HeaderBadge } from '#shared/header.ts'
import type { Words } from './words.ts'

/** The three groups of a list. No result of a model is worded as a diagnosis. */
export const groupWords: Words<Group> = {
  flagged: ['Flagged', 'Markiert'],
  'not-assessed': ['Not assessed', 'Nicht beurteilt'],
  'not-flagged': ['Not flagged', 'Nicht markiert'],
}

/** A reader's verdict, the one place where "normal" stands: a person said so. */
export const verdictWords: Words<(typeof verdicts)[number]> = {
  normal: ['Normal', 'Unauffällig'],
  abnormal: ['Abnormal', 'Auffällig'],
  'technically-limited': ['Technically limited', 'Technisch eingeschränkt'],
}

/** What a reader should know before trusting a picture. */
export const badgeWords: Words<HeaderBadge> = {
  'invalid-text': ['Text with invalid characters', 'Text mit ungültigen Zeichen'],
  'for-processing': ['For processing: not meant to be read', 'Rohbild: nicht zum Befunden gedacht'],
  'burned-in-annotation': ['Text burned into the image', 'Text ins Bild eingebrannt'],
  'window-computed': ['Window computed from the image', 'Fenster aus dem Bild berechnet'],
  'constant-image': ['All pixels have one value', 'Alle Bildpunkte sind gleich'],
  lossy: ['Lossy compression', 'Verlustbehaftet komprimiert'],
  'suspicious-preamble': ['The file could be another kind at once', 'Die Datei könnte zugleich eine andere Art sein'],
  'spacing-uncalibrated': ['Lengths at the detector, not calibrated', 'Längen am Detektor, nicht kalibriert'],
  'icc-profile': ['Has a colour profile', 'Hat ein Farbprofil'],
  'pixel-data-longer': ['More pixel data than announced', 'Mehr Bilddaten als angekündigt'],
  'side-unknown': ['Side unknown', 'Seite unbekannt'],
  overlay: ['Has overlays of its own', 'Hat eigene Überlagerungen'],
  'unusual-lut': ['Unusual lookup table', 'Ungewöhnliche Wertetabelle'],
}
