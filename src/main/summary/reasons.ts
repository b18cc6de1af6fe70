import type { Reason } from '#shared/domain.ts'
import type { Settings } from '#shared/settings.ts'

type Code = Reason['code'] | 'queued' | 'running'

/** Why nothing judged an image, in the words of a sheet of paper; what is not of that kind is left to the code. */
const words: Readonly<Partial<Record<Code, readonly [en: string, de: string]>>> = {
  'no-model': ['no model for this kind of image', 'kein Modell für diese Art von Bild'],
  queued: ['waited for analysis', 'wartete auf die Analyse'],
  running: ['was being analysed', 'wurde gerade analysiert'],
  'gate-unsuitable': ['not suitable for the model', 'für das Modell ungeeignet'],
  'out-of-scope-modality': ['modality outside the model’s scope', 'Modalität außerhalb des Bereichs des Modells'],
  'out-of-scope-body-part': ['body part outside the model’s scope', 'Körperteil außerhalb des Bereichs des Modells'],
  'out-of-scope-view': ['view outside the model’s scope', 'Projektion außerhalb des Bereichs des Modells'],
  'out-of-scope-age': ['age outside the model’s scope', 'Alter außerhalb des Bereichs des Modells'],
  'out-of-scope-intent': ['kind of image outside the model’s scope', 'Bildart außerhalb des Bereichs des Modells'],
  'out-of-scope-size': ['image too small', 'Bild zu klein'],
  'out-of-scope-colour': ['colour image', 'Farbbild'],
  'out-of-scope-frames': ['image of several frames', 'Bild aus mehreren Einzelbildern'],
  unsupported: ['kind of image not supported', 'Art des Bildes nicht unterstützt'],
  failed: ['analysis failed', 'Analyse gescheitert'],
  'model-removed': ['its model was removed', 'sein Modell wurde entfernt'],
  conflict: ['two files claim to be this image', 'zwei Dateien wollen dieses Bild sein'],
}

export function reasonOnPaper(code: string, language: Settings['language']): string {
  return words[code as Code]?.[language === 'en' ? 0 : 1] ?? code
}
