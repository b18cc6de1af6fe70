import { useQueryClient } from '@tanstack/react-query'
import { useAct, useAnswer } from '#renderer/bridge.ts'
import type { ReplyOf, RequestOf } from '#shared/contract.ts'
import type { Settings } from '#shared/settings.ts'

export type AppState = ReplyOf<'app:state'>

/** Devices are proven after the window has opened: until they are there, it asks again. */
const devicesMs = 2_000

export const useAppState = () =>
  useAnswer('app:state', undefined, {
    staleTime: 60_000,
    refetchInterval: ({ state }) => (state.data?.providers.length === 0 ? devicesMs : false),
  })

/** The settings in force; undefined until main has answered once. */
export const useSettings = (): Settings | undefined => useAppState().data?.settings

type Setting = RequestOf<'settings:set'>

/** Changes one setting; everything that shows it follows. */
export function useChangeSetting(): <K extends Setting['key']>(key: K, value: Settings[K]) => void {
  const adopt = useAdoptSettings()
  const { mutate } = useAct('settings:set', { onSuccess: adopt })
  return (key, value) => mutate({ key, value })
}

/** Takes over settings that main answered with. */
export function useAdoptSettings(): (settings: Settings) => void {
  const client = useQueryClient()
  return (settings) =>
    client.setQueryData<AppState>(['app:state', undefined], (state) => state && { ...state, settings })
}
