import { useKeyNames } from '#renderer/keys/key-names.ts'
import { type Shortcut, shortcutsInForce } from '#renderer/keys/shortcuts.ts'
import { useWords } from '#renderer/messages/use-words.ts'
import { Dialog } from '#renderer/parts/dialog.tsx'
import { shellWords } from './words.ts'

/** Every action of the screen with its key. */
export function ShortcutsSheet({ onClose }: { readonly onClose: () => void }) {
  const t = useWords(shellWords)
  const named = useKeyNames()
  return (
    <Dialog title={t('shortcuts')} size="xl" onClose={onClose}>
      <div className="shortcut-sheet">
        {byTitle(t('general')).map(([title, shortcuts]) => (
          <table key={title}>
            <caption>{title}</caption>
            <thead className="visually-hidden">
              <tr>
                <th scope="col">{t('keys')}</th>
                <th scope="col">{t('action')}</th>
              </tr>
            </thead>
            <tbody>
              {shortcuts.map(({ keys, name }) => (
                <tr key={`${name} ${keys.join(' ')}`}>
                  <td>
                    {keys.map((key) => (
                      <kbd key={key}>{named(key)}</kbd>
                    ))}
                  </td>
                  <td>{name}</td>
                </tr>
              ))}
            </tbody>
          </table>
        ))}
      </div>
    </Dialog>
  )
}

/** What is in force, the screen's own before what holds everywhere; parts of a screen that have one title together. */
function byTitle(everywhere: string): (readonly [string, readonly Shortcut[]])[] {
  const titles = new Map<string, readonly Shortcut[]>()
  for (const { title, shortcuts } of shortcutsInForce()) {
    if (shortcuts.length > 0) titles.set(title, [...(titles.get(title) ?? []), ...shortcuts])
  }
  return [...titles].toSorted(([a], [b]) => Number(a === everywhere) - Number(b === everywhere))
}
