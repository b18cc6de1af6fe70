import type { Words } from '#renderer/messages/words.ts'

export const partWords = {
  unexpected: ['Unexpected error', 'Unerwarteter Fehler'],
  loading: ['Loading…', 'Lädt…'],
  close: ['Close', 'Schließen'],
  cancel: ['Cancel', 'Abbrechen'],
  more: ['Show more', 'Mehr anzeigen'],
} as const satisfies Words<string>
