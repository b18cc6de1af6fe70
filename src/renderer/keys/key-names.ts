import { useWords } from '#renderer/messages/use-words.ts'
import type { Words } from '#renderer/messages/words.ts'

const keyWords = {
  Ctrl: ['Ctrl', 'Strg'],
  Alt: ['Alt', 'Alt'],
  Shift: ['Shift', 'Umschalt'],
  Escape: ['Esc', 'Esc'],
  Enter: ['Enter', 'Eingabe'],
  Space: ['Space', 'Leertaste'],
  Delete: ['Delete', 'Entf'],
  Home: ['Home', 'Pos1'],
  End: ['End', 'Ende'],
  PageUp: ['Page up', 'Bild auf'],
  PageDown: ['Page down', 'Bild ab'],
  ArrowUp: ['↑', '↑'],
  ArrowDown: ['↓', '↓'],
  ArrowLeft: ['←', '←'],
  ArrowRight: ['→', '→'],
} as const satisfies Words<string>

/** Writes a combination as it stands on the keys of the language: `Ctrl+z` is `Strg+Z`. */
export function useKeyNames(): (combination: string) => string {
  const t = useWords(keyWords)
  return (combination) =>
    combination
      .split('+')
      .map((key) => (key in keyWords ? t(key as keyof typeof keyWords) : key.toUpperCase()))
      .join('+')
}
