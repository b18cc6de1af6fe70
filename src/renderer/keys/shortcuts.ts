/** An action with its keys, as shown in the sheet of shortcuts. */
export type Shortcut = {
  /** Combinations such as `j`, `Shift+J`, `Ctrl+1`, `ArrowDown`; any of them runs the action. */
  readonly keys: readonly string[]
  readonly name: string
  readonly run: () => void
  /** Works while a text field has the focus as well. */
  readonly whileTyping?: boolean
}

export type ShortcutGroup = { readonly title: string; readonly shortcuts: readonly Shortcut[] }

const groups = new Set<{ readonly current: ShortcutGroup }>()

/** Puts a group in force until the returned function is called. The latest group wins where two want one key. */
export function addShortcuts(group: { readonly current: ShortcutGroup }): () => void {
  groups.add(group)
  return () => groups.delete(group)
}

export const shortcutsInForce = (): readonly ShortcutGroup[] => [...groups].map(({ current }) => current)

type KeyPress = Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey' | 'altKey' | 'shiftKey'>

/** The name of a combination. Shift counts for named keys and letters; a sign such as `?` is itself. */
export function combination({ key, ctrlKey, metaKey, altKey, shiftKey }: KeyPress): string {
  const isLetter = /^\p{L}$/u.test(key)
  const name = key === ' ' ? 'Space' : isLetter && shiftKey ? key.toUpperCase() : key
  const withShift = shiftKey && (key.length > 1 || isLetter)
  return `${ctrlKey || metaKey ? 'Ctrl+' : ''}${altKey ? 'Alt+' : ''}${withShift ? 'Shift+' : ''}${name}`
}

const typingIn = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement &&
  (target.isContentEditable || ['INPUT', 'TEXTAREA', 'SELECT'].includes(target.tagName)) &&
  !['checkbox', 'radio', 'button', 'range'].includes(target.getAttribute('type') ?? '')

/** Space and Enter press a control that has the focus; they are no shortcuts there. */
const presses = (target: EventTarget | null, name: string): boolean =>
  (name === 'Enter' || name === 'Space') &&
  target instanceof HTMLElement &&
  (['BUTTON', 'A', 'SUMMARY'].includes(target.tagName) || target.getAttribute('type') !== null)

/** Moves of a slider, tabs and the like. */
const moves = (target: EventTarget | null, name: string): boolean =>
  /^(Shift\+)?(Arrow|Home|End|Page)/.test(name) &&
  target instanceof HTMLElement &&
  (target.getAttribute('role') === 'slider' ||
    target.getAttribute('role') === 'tab' ||
    target.getAttribute('type') === 'range')

let dialogWasOpen = false

/** Before anything else hears of a key: whether a dialog is open. The one that this key closes is gone by the end of it. */
export function noteDialog(): void {
  dialogWasOpen = document.querySelector('[role="dialog"][aria-modal="true"]') !== null
}

/** Runs the action of a key press, if there is one and the press was not meant for a field or a dialog. */
export function pressKey(event: KeyboardEvent): void {
  if (event.defaultPrevented || event.isComposing) return
  const name = combination(event)
  if (presses(event.target, name) || moves(event.target, name)) return
  if (dialogWasOpen) return
  const isTyping = typingIn(event.target)
  const found = [...groups]
    .toReversed()
    .flatMap(({ current }) => current.shortcuts)
    .find(({ keys, whileTyping }) => keys.includes(name) && (!isTyping || whileTyping === true))
  if (!found) return
  event.preventDefault()
  found.run()
}
