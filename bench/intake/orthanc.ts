import { spawn } from 'node:child_process'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { Agent, request } from 'node:http'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'

/** A fresh Orthanc with its default settings, but for ports, loopback only and a folder of its own. */
export async function startOrthanc(folder: string) {
  mkdirSync(folder, { recursive: true })
  const port = await freePort()
  const configuration = join(folder, 'orthanc.json')
  writeFileSync(
    configuration,
    JSON.stringify({
      HttpPort: port,
      DicomPort: await freePort(),
      StorageDirectory: join(folder, 'storage'),
      IndexDirectory: join(folder, 'index'),
      RemoteAccessAllowed: false,
      AuthenticationEnabled: false,
    }),
  )
  const child = spawn('Orthanc', [configuration], { stdio: 'ignore' })
  const agent = new Agent({ keepAlive: true, maxSockets: 4 })
  const call = (method: string, path: string, body?: Uint8Array) => send(agent, port, method, path, body)
  for (let tries = 0; (await call('GET', '/system').catch(() => 0)) !== 200; tries += 1) {
    if (tries > 100 || child.exitCode !== null) throw new Error('Orthanc did not start')
    await wait(100)
  }
  return {
    /** Sends files, so many at a time; fails where one is refused. */
    async send(paths: readonly string[], connections: number): Promise<void> {
      const rest = paths.values()
      const work = async () => {
        for (const path of rest) {
          const status = await call('POST', '/instances', readFileSync(path))
          if (status !== 200) throw new Error(`Orthanc answered ${status}`)
        }
      }
      await Promise.all(Array.from({ length: connections }, work))
    },
    async stop(): Promise<void> {
      agent.destroy()
      const ended = new Promise((resolve) => child.once('exit', resolve))
      child.kill('SIGTERM')
      await ended
    },
  }
}

function send(agent: Agent, port: number, method: string, path: string, body?: Uint8Array): Promise<number> {
  return new Promise((resolve, reject) => {
    const headers = body ? { 'content-length': body.length, 'content-type': 'application/dicom' } : {}
    const sent = request({ agent, host: '127.0.0.1', port, method, path, headers }, (response) => {
      response.resume()
      response.once('end', () => resolve(response.statusCode ?? 0))
      response.once('error', reject)
    })
    sent.once('error', reject)
    sent.end(body)
  })
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer()
    server.once('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      server.close(() => resolve(typeof address === 'object' && address ? address.port : 0))
    })
  })
}
