import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useRef } from 'react'
import type { Settings } from '#shared/settings.ts'
import { unaidedFilter } from './filters.ts'
import { list } from './use-list.ts'

/**
 * When another person reads, or reading unaided begins or ends, nothing that was fetched before may stay on the screen: it
 * may tell what the reader is not to know yet.
 */
export function useListOfReader(settings: Settings | undefined): void {
  const client = useQueryClient()
  const before = useRef<string>(undefined)
  const eyes = settings && `${settings.unaidedFirst} ${settings.reader}`
  const isUnaided = settings?.unaidedFirst ?? false
  useEffect(() => {
    if (eyes === undefined) return
    const isFirst = before.current === undefined
    const isSame = before.current === eyes
    before.current = eyes
    if (isSame || (isFirst && !isUnaided)) return
    const { filter, sort } = list.read().query
    list.begin({ filter: isUnaided ? unaidedFilter(filter) : filter, sort })
    void client.resetQueries({ predicate: ({ queryKey }) => queryKey[0] !== 'app:state' })
  }, [eyes, isUnaided, client])
}
