import type { Shortcut } from '#renderer/keys/shortcuts.ts'
import { useShortcuts } from '#renderer/keys/use-shortcuts.ts'
import { groupWords } from '#renderer/messages/domain-words.ts'
import { useWords } from '#renderer/messages/use-words.ts'
import { openStudy } from '#renderer/shell/route.ts'
import { groups } from '#shared/domain.ts'
import { toggleGroup, withFilter } from './filters.ts'
import type { ListState } from './list-state.ts'
import { list } from './use-list.ts'
import { worklistWords } from './words.ts'

/** The keys of the list. */
export function useListKeys(
  { query, entries, selectedId }: ListState,
  isUnaided: boolean,
  onOpen: (dialog: 'delete' | 'discordance') => void,
): void {
  const t = useWords(worklistWords)
  const words = useWords(groupWords)
  const filter = (next: typeof query.filter) => list.ask({ ...query, filter: next })
  const move = (keys: string[], name: Parameters<typeof t>[0], step: number): Shortcut => ({
    keys,
    name: t(name),
    run: () => list.selectBy(step),
  })
  const ofGroups: Shortcut[] = [
    ...groups.map((group, i) => ({
      keys: [String(i + 1)],
      name: t('showGroup', { group: words(group) }),
      run: () => filter(toggleGroup(query.filter, group)),
    })),
    { keys: ['0'], name: t('showAll'), run: () => filter(withFilter(query.filter, 'groups', undefined)) },
    { keys: ['d'], name: t('openDiscordance'), run: () => onOpen('discordance') },
  ]
  useShortcuts(t('listKeys'), [
    move(['j', 'ArrowDown'], 'next', 1),
    move(['k', 'ArrowUp'], 'previous', -1),
    move(['PageDown'], 'tenDown', 10),
    move(['PageUp'], 'tenUp', -10),
    move(['Home'], 'first', -entries.length),
    move(['End'], 'last', entries.length),
    { keys: ['Enter', 'o'], name: t('open'), run: () => selectedId !== undefined && openStudy(selectedId) },
    { keys: ['Escape'], name: t('deselect'), run: () => list.select(undefined) },
    { keys: ['r'], name: t('sortAnew'), run: () => list.sortAnew() },
    {
      keys: ['u'],
      name: t('toggleUnread'),
      run: () => filter(withFilter(query.filter, 'reading', query.filter.reading === 'unread' ? undefined : 'unread')),
    },
    ...(isUnaided ? [] : ofGroups),
    { keys: ['Delete'], name: t('deleteStudy'), run: () => selectedId !== undefined && onOpen('delete') },
  ])
}
