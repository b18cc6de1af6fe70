import { Button } from '@mantine/core'
import { useWords } from '#renderer/messages/use-words.ts'
import { type ListState, pending } from './list-state.ts'
import { list } from './use-list.ts'
import { worklistWords } from './words.ts'

/** What an order taken anew would change; only a person takes it. */
export function ReSort({ state }: { readonly state: ListState }) {
  const t = useWords(worklistWords)
  const { arrived, moved } = pending(state)
  const parts = [
    ...(arrived > 0 ? [t('arrivedAnew', { arrived })] : []),
    ...(moved > 0 ? [t('movedAnew', { moved })] : []),
  ]
  return (
    <span className="re-sort">
      <output className="number quiet">{parts.join(' · ') || t('upToDate')}</output>
      <Button variant={parts.length > 0 ? 'filled' : 'default'} aria-keyshortcuts="r" onClick={() => list.sortAnew()}>
        {t('sortAnew')} <kbd aria-hidden="true">R</kbd>
      </Button>
    </span>
  )
}
