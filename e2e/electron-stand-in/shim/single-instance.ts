import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir, userInfo } from 'node:os'
import { join } from 'node:path'

type OnSecond = (argv: readonly string[], folder: string, data: unknown) => void

const socketOf = (dataFolder: string): string => {
  const name = createHash('sha256').update(`${userInfo().uid}:${dataFolder}`).digest('hex').slice(0, 16)
  return process.platform === 'win32' ? `\\\\.\\pipe\\stand-in-${name}` : join(tmpdir(), `stand-in-${name}.sock`)
}

/** Connects, hands over, and says with its exit code whether somebody was there. It must be done before the caller goes on. */
const handOver = `
const socket = require('node:net').connect(process.argv[1])
socket.on('error', () => process.exit(1))
socket.on('connect', () => socket.end(process.argv[2]))
socket.on('close', () => process.exit(0))`

/** Takes the place of the one start of a data folder, or hands this start's arguments to the one that has it. */
export function claimInstance(dataFolder: string, data: unknown, onSecond: OnSecond): boolean {
  const socket = socketOf(dataFolder)
  const message = JSON.stringify({ argv: process.argv, folder: process.cwd(), data })
  const { status } = spawnSync(process.execPath, ['-e', handOver, socket, message], { stdio: 'ignore' })
  if (status === 0) return false
  if (process.platform !== 'win32') rmSync(socket, { force: true })
  const server = createServer((connection) => {
    let text = ''
    connection.on('data', (chunk) => (text += chunk.toString()))
    connection.on('end', () => {
      const received = JSON.parse(text) as { argv: string[]; folder: string; data: unknown }
      onSecond(received.argv, received.folder, received.data)
    })
  })
  server.listen(socket)
  server.unref()
  process.once('exit', () => process.platform === 'win32' || rmSync(socket, { force: true }))
  return true
}
