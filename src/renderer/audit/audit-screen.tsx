import { Button } from '@mantine/core'
import { useInfiniteQuery } from '@tanstack/react-query'
import { ask, useAct } from '#renderer/bridge.ts'
import { useShortcuts } from '#renderer/keys/use-shortcuts.ts'
import { useWords } from '#renderer/messages/use-words.ts'
import { Trouble } from '#renderer/parts/trouble.tsx'
import { partWords } from '#renderer/parts/words.ts'
import { tell } from '#renderer/shell/notices.ts'
import type { AuditVerification } from '#shared/audit.ts'
import { AuditTable } from './audit-table.tsx'
import { auditWords } from './words.ts'

/** Who did what and when, whether the record of it is whole, and a copy to take away. */
export function AuditScreen() {
  const t = useWords(auditWords)
  const parts = useWords(partWords)
  const verify = useAct('audit:verify')
  const save = useAct('audit:export', {
    onSuccess: (saved) => saved && tell({ tone: 'information', text: t('exported', { rows: saved.rows }) }),
  })
  const pages = useInfiniteQuery({
    queryKey: ['audit:list'],
    initialPageParam: undefined as string | undefined,
    queryFn: ({ pageParam }) => ask('audit:list', { limit: 100, ...(pageParam !== undefined && { after: pageParam }) }),
    getNextPageParam: ({ next }) => next,
    staleTime: 0,
  })
  useShortcuts(t('keysTitle'), [
    { keys: ['v'], name: t('verify'), run: () => verify.mutate(undefined) },
    { keys: ['x'], name: t('export'), run: () => save.mutate(undefined) },
    { keys: ['m'], name: parts('more'), run: () => void pages.fetchNextPage() },
  ])
  return (
    <div className="page">
      <div className="page-head">
        <h1>{t('title')}</h1>
        <span className="space" />
        {verify.data && <Verified verification={verify.data} />}
        <Button loading={verify.isPending} onClick={() => verify.mutate(undefined)}>
          {t('verify')}
        </Button>
        <Button loading={save.isPending} onClick={() => save.mutate(undefined)}>
          {t('export')}
        </Button>
      </div>
      <p className="quiet">{t('hint')}</p>
      {pages.error && <Trouble error={pages.error} />}
      {pages.isPending && <p className="quiet">{parts('loading')}</p>}
      {pages.data && <AuditTable records={pages.data.pages.flatMap(({ rows }) => rows)} />}
      {pages.hasNextPage && (
        <Button loading={pages.isFetchingNextPage} onClick={() => void pages.fetchNextPage()}>
          {parts('more')}
        </Button>
      )}
    </div>
  )
}

function Verified({ verification: { intact, records, brokenAt, why } }: { readonly verification: AuditVerification }) {
  const t = useWords(auditWords)
  if (intact) return <output>✓ {t('intact', { records })}</output>
  return (
    <output className="trouble">⚠ {t('broken', { at: brokenAt ?? '?', why: why === undefined ? '?' : t(why) })}</output>
  )
}
