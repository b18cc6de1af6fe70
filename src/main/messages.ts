import type { Settings } from '#shared/settings.ts'

const en = {
  file: 'File',
  openFiles: 'Open files…',
  openFolder: 'Open folder…',
  export: 'Export results…',
  settings: 'Settings',
  quit: 'Quit',
  edit: 'Edit',
  view: 'View',
  worklist: 'Worklist',
  models: 'Models',
  evaluation: 'Evaluation',
  audit: 'Audit trail',
  help: 'Help',
  shortcuts: 'Keyboard shortcuts',
  chooseFiles: 'Choose images, archives or DICOMDIR files',
  chooseFolder: 'Choose a folder of images',
  chooseWatchFolder: 'Choose a folder to watch',
  chooseOriginal: 'Choose the folder in which the originals are now',
  chooseModel: 'Choose an ONNX model',
  chooseReference: 'Choose a file of reference labels',
  saveAs: 'Save as',
  dicomFiles: 'Images and archives',
  allFiles: 'All files',
  flaggedTitle: 'Newly flagged',
  flaggedOne: 'One more study was flagged.',
  flaggedMany: '{count} more studies were flagged.',
  alreadyOpen: 'Another program is using the data folder of Firstlook.',
  tooOld: '{name} {found} is older than {wanted}, the oldest version that is known to be safe.',
}

export type Message = keyof typeof en

const de: Readonly<Record<Message, string>> = {
  file: 'Datei',
  openFiles: 'Dateien öffnen…',
  openFolder: 'Ordner öffnen…',
  export: 'Ergebnisse exportieren…',
  settings: 'Einstellungen',
  quit: 'Beenden',
  edit: 'Bearbeiten',
  view: 'Ansicht',
  worklist: 'Arbeitsliste',
  models: 'Modelle',
  evaluation: 'Auswertung',
  audit: 'Protokoll',
  help: 'Hilfe',
  shortcuts: 'Tastenkürzel',
  chooseFiles: 'Bilder, Archive oder DICOMDIR-Dateien wählen',
  chooseFolder: 'Ordner mit Bildern wählen',
  chooseWatchFolder: 'Zu überwachenden Ordner wählen',
  chooseOriginal: 'Ordner wählen, in dem die Originale jetzt liegen',
  chooseModel: 'ONNX-Modell wählen',
  chooseReference: 'Datei mit Referenzbefunden wählen',
  saveAs: 'Speichern unter',
  dicomFiles: 'Bilder und Archive',
  allFiles: 'Alle Dateien',
  flaggedTitle: 'Neu markiert',
  flaggedOne: 'Eine weitere Untersuchung wurde markiert.',
  flaggedMany: '{count} weitere Untersuchungen wurden markiert.',
  alreadyOpen: 'Ein anderes Programm benutzt den Datenordner von Firstlook.',
  tooOld: '{name} {found} ist älter als {wanted}, die älteste Version, die als sicher bekannt ist.',
}

/** The words of native menus, dialogs and notifications; the page has a catalogue of its own. */
export function message(
  language: Settings['language'],
  key: Message,
  values: Readonly<Record<string, string | number>> = {},
): string {
  const text = { en, de }[language][key]
  return text.replaceAll(/\{(\w+)\}/g, (place, name: string) => String(values[name] ?? place))
}
