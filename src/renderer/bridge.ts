import {
  useMutation,
  type UseMutationResult,
  useQuery,
  type UseQueryOptions,
  type UseQueryResult,
} from '@tanstack/react-query'
import { useEffect, useRef } from 'react'
import type { Channel, Envelope, EventName, EventOf, ReplyOf, RequestOf } from '#shared/contract.ts'
import { fromFailure } from '#shared/errors.ts'

/** What the preload hangs on the window: one function a channel, one subscriber an event. */
type Letterbox = Readonly<Record<string, (argument?: unknown) => unknown>>

declare global {
  interface Window {
    readonly firstlook: Letterbox
  }
}

type Input<C extends Channel> = undefined extends RequestOf<C> ? [input?: undefined] : [input: RequestOf<C>]

/** `study:set-state` → `studySetState`. */
const camelCase = (name: string): string => name.replaceAll(/[:-](.)/g, (_, letter: string) => letter.toUpperCase())

const open = <T>(envelope: Envelope<T>): T => {
  if (!envelope.ok) throw fromFailure(envelope.failure)
  return envelope.value
}

/** Asks main and unwraps the answer; an expected failure is thrown as a `TriageError`. */
export async function ask<C extends Channel>(channel: C, ...[input]: Input<C>): Promise<ReplyOf<C>> {
  return open((await window.firstlook[camelCase(channel)]?.(input)) as Envelope<ReplyOf<C>>)
}

/** Takes in files that were dropped on the window; only the preload learns their paths. */
export async function importDropped(files: readonly File[]): Promise<{ readonly jobId: number } | undefined> {
  return open((await window.firstlook['importDropped']?.(files)) as Envelope<{ jobId: number } | undefined>)
}

/** Listens to an event of main; returns the way to stop. */
export function listen<E extends EventName>(event: E, listener: (payload: EventOf<E>) => void): () => void {
  const name = camelCase(`on:${event}`)
  return window.firstlook[name]?.(listener as unknown) as () => void
}

/** Listens to an event of main while the component is there. */
export function useEvent<E extends EventName>(event: E, listener: (payload: EventOf<E>) => void): void {
  const latest = useRef(listener)
  useEffect(() => {
    latest.current = listener
  })
  useEffect(() => listen(event, (payload) => latest.current(payload)), [event])
}

type AnswerOptions<C extends Channel> = Pick<
  UseQueryOptions<ReplyOf<C>>,
  'enabled' | 'staleTime' | 'gcTime' | 'refetchInterval'
>

/** The answer of a channel, kept under `[channel, input]`. */
export function useAnswer<C extends Channel>(
  channel: C,
  input: RequestOf<C>,
  options: AnswerOptions<C> = {},
): UseQueryResult<ReplyOf<C>> {
  return useQuery<ReplyOf<C>>({
    queryKey: [channel, input],
    queryFn: () => ask(channel, ...([input] as Input<C>)),
    ...options,
  })
}

/** A request that changes something. Its failure is shown by the shell, unless the caller shows it (`ownTrouble`). */
export function useAct<C extends Channel>(
  channel: C,
  options: { readonly ownTrouble?: boolean; readonly onSuccess?: (reply: ReplyOf<C>) => void } = {},
): UseMutationResult<ReplyOf<C>, Error, RequestOf<C>> {
  return useMutation<ReplyOf<C>, Error, RequestOf<C>>({
    mutationFn: (input) => ask(channel, ...([input] as Input<C>)),
    meta: { ownTrouble: options.ownTrouble ?? false },
    ...(options.onSuccess && { onSuccess: options.onSuccess }),
  })
}
