import { Modal } from '@mantine/core'
import type { ReactNode } from 'react'
import { useWords } from '#renderer/messages/use-words.ts'
import { partWords } from './words.ts'

type Props = {
  readonly title: string
  readonly size?: 'sm' | 'md' | 'lg' | 'xl' | '90%'
  /** Absent where a person has to answer. */
  readonly onClose?: (() => void) | undefined
  readonly children: ReactNode
}

/** A dialog in the middle of the window; the keys of the screen behind rest meanwhile. */
export function Dialog({ title, size = 'md', onClose, children }: Props) {
  const t = useWords(partWords)
  return (
    <Modal
      opened
      centered
      title={title}
      size={size}
      onClose={onClose ?? (() => undefined)}
      withCloseButton={onClose !== undefined}
      closeButtonProps={{ 'aria-label': t('close') }}
      closeOnEscape={onClose !== undefined}
      closeOnClickOutside={false}
      // Its style element is no file of ours: the policy would refuse it. Nothing scrolls behind a dialog.
      lockScroll={false}
      transitionProps={{ duration: 0 }}
    >
      {children}
    </Modal>
  )
}
