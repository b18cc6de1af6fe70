import { execFileSync, spawnSync } from 'node:child_process'
import { closeSync, fsyncSync, mkdirSync, openSync, rmSync, statfsSync, writeSync } from 'node:fs'
import { join } from 'node:path'

/** Whether this user may mount a small drive: root on Linux, where the system lets it. */
export const canMount = process.platform === 'linux' && process.getuid?.() === 0 && mountsAt('/tmp/firstlook-mount-try')

function mountsAt(path: string): boolean {
  mkdirSync(path, { recursive: true })
  const mounted = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=1m', 'none', path]).status === 0
  if (mounted) execFileSync('umount', [path])
  rmSync(path, { recursive: true, force: true })
  return mounted
}

/** A drive of so many bytes in memory; taken away when it is disposed of. */
export function smallDrive(path: string, bytes: number) {
  mkdirSync(path, { recursive: true })
  execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${bytes},mode=700`, 'none', path])
  const ballast = join(path, 'ballast')
  const free = () => {
    const drive = statfsSync(path)
    return drive.bavail * drive.bsize
  }
  return {
    at: (name: string) => join(path, name),
    free,
    /** Fills the drive until only so many bytes are free. */
    leave(wanted: number): void {
      const file = openSync(ballast, 'w')
      const piece = Buffer.alloc(4_096, 7)
      while (free() > wanted) writeSync(file, piece)
      fsyncSync(file)
      closeSync(file)
    },
    empty: () => rmSync(ballast, { force: true }),
    [Symbol.dispose]: () => {
      spawnSync('umount', ['-l', path])
    },
  }
}
