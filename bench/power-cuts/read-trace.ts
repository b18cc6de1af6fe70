import type { Acknowledged } from './acknowledged.ts'

/** What happened to the files below a folder, in order; a sync covers what came before it began and holds once it has ended. */
export type DriveEvent =
  | { readonly kind: 'make-folder' | 'make-file' | 'remove'; readonly path: string }
  | { readonly kind: 'rename'; readonly from: string; readonly path: string }
  | { readonly kind: 'write'; readonly path: string; readonly at: number | 'end'; readonly data: Buffer }
  | { readonly kind: 'resize'; readonly path: string; readonly size: number }
  | { readonly kind: 'sync-begins' | 'sync-ends'; readonly path: string; readonly call: string }
  | { readonly kind: 'acknowledged'; readonly what: Acknowledged }

/** Calls that change files, or make changes durable; `-y -xx` gives every path and every byte. */
export const tracedCalls =
  'openat,open,creat,write,pwrite64,writev,pwritev,pwritev2,ftruncate,truncate,fallocate,rename,renameat,renameat2,' +
  'link,linkat,unlink,unlinkat,mkdir,mkdirat,rmdir,fsync,fdatasync,copy_file_range,sendfile,msync'

const hex = (text: string): Buffer => Buffer.from(text.replaceAll('\\x', ''), 'hex')
const pathsOf = (args: string): string[] =>
  [...args.matchAll(/(?:<|")((?:\\x[0-9a-f]{2})+)(?:>|")/g)].map(([, text]) => hex(text ?? '').toString())
const dataOf = (args: string): Buffer[] =>
  [...args.matchAll(/"((?:\\x[0-9a-f]{2})*)"(\.\.\.)?/g)].map(([, text, cut]) => {
    if (cut) throw new Error('a write longer than the trace holds')
    return hex(text ?? '')
  })

/** The events below `folder`, and what the file `acknowledged` was told, from a trace of `strace -f -y -xx`. */
export function readTrace(trace: string, folder: string, acknowledged: string): DriveEvent[] {
  const events: DriveEvent[] = []
  const begun = new Map<string, string>()
  for (const line of trace.split('\n')) {
    const [, pid = '', rest = ''] = /^(\d+) +(.*)$/.exec(line) ?? []
    const resumed = /^<\.\.\. (\w+) resumed>/.exec(rest)
    const call = resumed?.[1] ?? /^(\w+)\(/.exec(rest)?.[1]
    if (call === undefined) continue
    const failed = / = -1 /.test(rest)
    const unfinished = rest.endsWith('<unfinished ...>')
    const isSync = call === 'fsync' || call === 'fdatasync'
    if (unfinished) begun.set(pid, rest)
    const whole = resumed ? `${begun.get(pid) ?? ''}${rest}` : rest
    if (isSync) {
      const path = pathsOf(whole)[0] ?? ''
      if (!isBelow(path, folder)) continue
      if (!resumed) events.push({ kind: 'sync-begins', path, call: pid })
      if (!unfinished && !failed) events.push({ kind: 'sync-ends', path, call: pid })
      continue
    }
    // What is written may reach the drive as soon as the call has begun; the rest is known when it has ended.
    const writes = /write/.test(call)
    if ((writes && resumed) || (!writes && unfinished) || failed) continue
    events.push(...toEvents(call, whole, folder, acknowledged))
  }
  return events
}

const isBelow = (path: string, folder: string) => path === folder || path.startsWith(`${folder}/`)

function toEvents(call: string, args: string, folder: string, acknowledged: string): DriveEvent[] {
  const paths = pathsOf(call.includes('write') ? (args.split(',')[0] ?? '') : args)
  const path = paths.at(-1) ?? ''
  if (call.includes('write') && paths[0] === acknowledged) {
    const lines = Buffer.concat(dataOf(args)).toString().trim().split('\n')
    return lines.map((line) => ({ kind: 'acknowledged', what: JSON.parse(line) as Acknowledged }))
  }
  if (!paths.some((each) => isBelow(each, folder))) return []
  switch (call) {
    case 'openat':
    case 'open':
      // Ends with the path that the new descriptor has.
      if (!args.includes('O_CREAT') && !args.includes('O_TRUNC')) return []
      return [
        ...(args.includes('O_CREAT') ? [{ kind: 'make-file' as const, path }] : []),
        ...(args.includes('O_TRUNC') ? [{ kind: 'resize' as const, path, size: 0 }] : []),
      ]
    case 'write':
    case 'writev':
      return [{ kind: 'write', path, at: 'end', data: Buffer.concat(dataOf(args)) }]
    case 'pwrite64':
    case 'pwritev':
      return [
        {
          kind: 'write',
          path,
          at: Number(/, (\d+)(?:\)|<| <)/.exec(args.slice(args.lastIndexOf('"')))?.[1] ?? lastNumber(args)),
          data: Buffer.concat(dataOf(args)),
        },
      ]
    case 'ftruncate':
      return [{ kind: 'resize', path, size: lastNumber(args) }]
    case 'rename':
      return [{ kind: 'rename', from: paths[0] ?? '', path }]
    case 'mkdir':
      return [{ kind: 'make-folder', path }]
    case 'unlink':
    case 'rmdir':
      return [{ kind: 'remove', path }]
    default:
      throw new Error(`a call that the replay does not know: ${call}`)
  }
}

/** The last argument of a call. */
function lastNumber(args: string): number {
  const found = /(\d+)\) += /.exec(args) ?? /(\d+)(?: <unfinished \.\.\.>)?$/.exec(args)
  if (!found) throw new Error('a call without the number it must have')
  return Number(found[1])
}
