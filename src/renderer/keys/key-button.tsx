import { Button, type ButtonProps } from '@mantine/core'
import { useShortcuts } from './use-shortcuts.ts'
import { useKeyNames } from './key-names.ts'

type Props = Omit<ButtonProps, 'children'> & {
  /** Of the group on the sheet of shortcuts. */
  readonly group: string
  readonly keyName: string
  readonly name: string
  readonly onClick: () => void
  readonly 'aria-expanded'?: boolean
}

/** A button whose action has a key: the key stands on it and on the sheet, and rests while the button does. */
export function KeyButton({ group, keyName, name, onClick, ...rest }: Props) {
  const named = useKeyNames()
  const rests = rest.disabled === true || rest.loading === true
  useShortcuts(group, [{ keys: [keyName], name, run: () => rests || onClick() }])
  return (
    <Button {...rest} onClick={onClick} aria-keyshortcuts={keyName.replace('Ctrl', 'Control')}>
      {name} <kbd aria-hidden="true">{named(keyName)}</kbd>
    </Button>
  )
}
