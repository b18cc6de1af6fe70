import type { MenuItemConstructorOptions } from 'electron'
import { type Message, message } from '#main/messages.ts'
import type { EventOf } from '#shared/contract.ts'
import type { Settings } from '#shared/settings.ts'

type Command = EventOf<'menu:command'>['command']

/** The native menu in a language. What it does is told to the window, which does the same for its own keys. */
export function menuTemplate(
  language: Settings['language'],
  platform: NodeJS.Platform,
  command: (command: Command) => void,
): MenuItemConstructorOptions[] {
  const label = (key: Message) => message(language, key)
  const item = (id: Command, key: Message, accelerator?: string): MenuItemConstructorOptions => ({
    id,
    label: label(key),
    ...(accelerator !== undefined && { accelerator }),
    click: () => command(id),
  })
  const separator = { type: 'separator' } as const
  const quit = { role: 'quit', label: label('quit') } as const
  return [
    ...(platform === 'darwin' ? [{ role: 'appMenu' } as const] : []),
    {
      label: label('file'),
      submenu: [
        item('open-files', 'openFiles', 'CommandOrControl+O'),
        item('open-folder', 'openFolder', 'CommandOrControl+Shift+O'),
        separator,
        item('export', 'export', 'CommandOrControl+E'),
        separator,
        item('settings', 'settings', 'CommandOrControl+,'),
        ...(platform === 'darwin' ? [] : [separator, quit]),
      ],
    },
    { role: 'editMenu', label: label('edit') },
    {
      label: label('view'),
      submenu: [
        item('worklist', 'worklist', 'CommandOrControl+1'),
        item('models', 'models', 'CommandOrControl+2'),
        item('evaluation', 'evaluation', 'CommandOrControl+3'),
        item('audit', 'audit', 'CommandOrControl+4'),
        separator,
        { role: 'resetZoom' },
        { role: 'zoomIn' },
        { role: 'zoomOut' },
        { role: 'togglefullscreen' },
      ],
    },
    { label: label('help'), submenu: [item('shortcuts', 'shortcuts')] },
  ]
}
