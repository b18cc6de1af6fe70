import { useSyncExternalStore } from 'react'
import type { ListState, Neighbours } from './list-state.ts'
import { neighbours } from './list-state.ts'
import { ListStore } from './list-store.ts'

/** The one worklist of the window. */
export const list = new ListStore()

export const useList = (): ListState => useSyncExternalStore(list.subscribe, list.read)

/** Where an open study stands in the worklist, and what comes before and after it. */
export const useNeighbours = (studyId: number): Neighbours => neighbours(useList(), studyId)
