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
  dropped: ['{provider} was given up: {why}', '{provider} wurde aufgegeben: {why}'],
  onCpu: ['{n} nodes on the CPU', '{n} Knoten auf der CPU'],
} as const satisfies Words<string>

/** A kind of failure in words; anything else is the runtime's own and stays as it is. */
function wordWhy(why: string, language: Language): string {
  return Object.hasOwn(failureWords, why) ? say(failureWords, language, why as keyof typeof failureWords) : why
}

/** What happened to a process or a provider while nobody asked. */
export function wordDeviceNotice(notice: EventOf<'device:notice'>, language: Language): string {
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
