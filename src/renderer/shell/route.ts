import { useSyncExternalStore } from 'react'

export const screens = ['worklist', 'models', 'evaluation', 'audit', 'settings'] as const
export type Screen = (typeof screens)[number]

/** Where the window is: one of the screens, or a study that is open. */
export type Route = { readonly screen: Screen } | { readonly screen: 'study'; readonly studyId: number }

/** Reads `#/worklist` or `#/study/12`; anything else is the worklist. */
export function toRoute(hash: string): Route {
  const [, name, id] = /^#\/([a-z]+)(?:\/(\d{1,15}))?$/.exec(hash) ?? []
  if (name === 'study' && id !== undefined && Number(id) > 0) return { screen: 'study', studyId: Number(id) }
  return { screen: screens.find((screen) => screen === name) ?? 'worklist' }
}

export function goTo(screen: Screen): void {
  location.hash = `#/${screen}`
}

export function openStudy(studyId: number): void {
  location.hash = `#/study/${studyId}`
}

function onHashChange(listener: () => void): () => void {
  addEventListener('hashchange', listener)
  return () => removeEventListener('hashchange', listener)
}

export function useRoute(): Route {
  return toRoute(useSyncExternalStore(onHashChange, () => location.hash))
}
