import { type Failure, isTriageError, TriageError } from '#shared/errors.ts'
import type { DecodePort, Location } from './ports.ts'

/** Whether a failure may stand for all files that are still to come, and not for the one that met it. */
export type StopsJob = (failure: Failure, location: Location) => Promise<boolean>

/** Kinds that a file has whose drive was pulled out. */
const ofLostDrives: ReadonlySet<string> = new Set(['missing', 'truncated', 'permission'])

/**
 * A full drive of the data folder, and a folder of the job that is gone with all that lay in it: the job waits for them, and
 * what it had in hand is taken again then.
 */
export function stopsJobOf(decode: Pick<DecodePort, 'isSourceGone'>, sources: readonly string[]): StopsJob {
  return async ({ kind }, location) => {
    if (kind === 'disk-full') return true
    return ofLostDrives.has(kind) && (await decode.isSourceGone({ sources, location }))
  }
}

/** The failure that is told of a job that stops. */
export const toStop = ({ kind, message }: Failure): TriageError =>
  kind === 'disk-full'
    ? new TriageError('disk-full', message, 'intake')
    : new TriageError('missing', 'Expected the folder that is taken in; it is not there any more.', 'intake')

/** The error itself where it is a bug or the end of the job, what it says of one file where it is that. */
export async function ofOneFile(error: unknown, location: Location, stopsJob: StopsJob): Promise<Failure> {
  if (!isTriageError(error) || error.kind === 'cancelled') throw error
  const failure = error.toFailure()
  if (await stopsJob(failure, location)) throw toStop(failure)
  return failure
}
