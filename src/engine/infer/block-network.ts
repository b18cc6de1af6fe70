import { Socket } from 'node:net'
import { Socket as DatagramSocket } from 'node:dgram'

function refuse(): never {
  throw new Error('The inference process has no network.')
}

/** Takes the network away from this process: a model is a program, and nothing it could reach belongs to it. */
export function blockNetwork(): void {
  Socket.prototype.connect = refuse
  DatagramSocket.prototype.send = refuse
  DatagramSocket.prototype.connect = refuse
  globalThis.fetch = refuse
  globalThis.WebSocket = refuse as unknown as typeof globalThis.WebSocket
}
