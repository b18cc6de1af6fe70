import type { Device, DroppedProvider } from '#shared/domain.ts'
import { failureWords } from './failure-words.ts'
import type { EventOf } from '#shared/contract.ts'
import { type Language, say, type Words } from './words.ts'

const deviceWords = {
  decode: ['The process that reads files', 'Der Prozess, der Dateien liest,'],
  infer: ['The process that runs models', 'Der Prozess, der Modelle ausführt,'],
  store: ['The process that keeps the database', 'Der Prozess, der die Datenbank führt,'],
  restarted: [
    '{process} ended and was started again ({why}). What it held is tried again or stands as failed.',
    '{process} endete und wurde neu gestartet ({why}). Was er in Arbeit hatte, wird wiederholt oder steht als gescheitert da.',
  ],
  movedOn: [
    '{model} no longer runs on {provider} ({why}). It runs on {next} from now on.',
    '{model} läuft nicht mehr auf {provider} ({why}), sondern von jetzt an auf {next}.',
  ],
  differs: [
    'The runtime or a driver has changed, and {model} no longer gives the numbers of its training framework. First stage that differs: {stage}. Do not rely on it.',
    'Die Laufzeit oder ein Treiber hat sich geändert, und {model} gibt nicht mehr die Zahlen seines Trainings. Erste abweichende Stufe: {stage}. Verlassen Sie sich nicht darauf.',
  ],
  file: ['the image file', 'die Bilddatei'],
  tensor: ['the prepared image', 'das vorbereitete Bild'],
  scores: ['the scores', 'die Scores'],
  boxes: ['the boxes', 'die Rahmen'],
  run: ['it does not run', 'es läuft nicht'],
  dropped: ['{provider} was given up: {why}', '{provider} wurde aufgegeben: {why}'],
  onCpu: ['{n} nodes on the CPU', '{n} Knoten auf der CPU'],
} as const satisfies Words<string>

/** A kind of failure in words; anything else is the runtime's own and stays as it is. */
function wordWhy(why: string, language: Language): string {
  return Object.hasOwn(failureWords, why) ? say(failureWords, language, why as keyof typeof failureWords) : why
}

/** What happened to a process or a provider while nobody asked. */
export function wordDeviceNotice(notice: EventOf<'device:notice'>, language: Language): string {
  if (notice.kind === 'differs') return wordDiffering(notice.model, notice.why, language)
  const why = wordWhy(notice.why, language)
  if (notice.kind === 'dropped') return say(deviceWords, language, 'movedOn', { ...notice, why })
  return say(deviceWords, language, 'restarted', { process: say(deviceWords, language, notice.role), why })
}

/** The device line of a result: its provider, what fell back to the CPU, and what was given up before. */
export function wordDevice({ provider, fallbackNodes, dropped = [] }: Device, language: Language): string {
  const given = ({ provider: name, why }: DroppedProvider) =>
    say(deviceWords, language, 'dropped', { provider: name, why: wordWhy(why, language) })
  return [
    provider,
    ...(fallbackNodes === 0 ? [] : [say(deviceWords, language, 'onCpu', { n: fallbackNodes })]),
    ...dropped.map(given),
  ].join(', ')
}

/** That a model gives other numbers than its training framework, and the first stage where. */
export function wordDiffering(model: string, stage: string, language: Language): string {
  const known = ['file', 'tensor', 'scores', 'boxes', 'run'] as const
  const key = known.find((name) => name === stage)
  return say(deviceWords, language, 'differs', {
    model,
    stage: key === undefined ? stage : say(deviceWords, language, key),
  })
}
