import { TriageError } from '#shared/errors.ts'

/** Pixels whose meaning is unknown or impossible: shown or judged they could mislead. */
export const unsupportedPixels = (sentence: string): TriageError =>
  new TriageError('unsupported-pixels', sentence, 'prepare')
