import { type Command, InvalidArgumentError } from 'commander'

/** Options that every command takes. */
export type CommonOptions = { readonly dataDir?: string; readonly json?: boolean }

/** Adds the options of every command. */
export function withCommonOptions(command: Command): Command {
  return command
    .option('--data-dir <dir>', 'data folder, instead of the desktop app’s own')
    .option('--json', 'one JSON document on standard output')
}

/** An option that may be given several times. */
export const collect = (value: string, before: readonly string[] = []): string[] => [...before, value]

/** A number of things, from 1 on. */
export function countFrom1(value: string): number {
  const count = Number(value)
  if (!Number.isInteger(count) || count < 1) throw new InvalidArgumentError('Expected a whole number from 1 on.')
  return count
}

/** A comma-separated list. */
export const list = (value: string): string[] => value.split(',').map((part) => part.trim())
