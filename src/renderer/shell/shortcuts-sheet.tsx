import { shortcutsInForce } from '#renderer/keys/shortcuts.ts'
import { useWords } from '#renderer/messages/use-words.ts'
import { Dialog } from '#renderer/parts/dialog.tsx'
import { shellWords } from './words.ts'

/** Every action of the screen with its key. */
export function ShortcutsSheet({ onClose }: { readonly onClose: () => void }) {
  const t = useWords(shellWords)
  return (
    <Dialog title={t('shortcuts')} size="xl" onClose={onClose}>
      <div className="shortcut-sheet">
        {shortcutsInForce()
          .toReversed()
          .filter(({ shortcuts }) => shortcuts.length > 0)
          .map(({ title, shortcuts }) => (
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
                  <tr key={name}>
                    <td>
                      {keys.map((key) => (
                        <kbd key={key}>{key}</kbd>
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
