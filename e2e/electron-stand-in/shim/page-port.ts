import type { CdpSession } from '#e2e/electron-stand-in/chromium/cdp-connection.ts'
import { type Encoded, makeCodec } from '#e2e/electron-stand-in/page/codec.ts'
import type { FromPage, ToPage } from '#e2e/electron-stand-in/page/page-runtime.ts'
import { pageNames } from './page-names.ts'

export const codec = makeCodec({
  toBase64: (bytes) => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('base64'),
  fromBase64: (text) => Uint8Array.from(Buffer.from(text, 'base64')),
})

/** The stand-in's end of the line to one document. */
export class PagePort {
  readonly #cdp: CdpSession
  readonly #objectId: Promise<string>

  constructor(cdp: CdpSession, contextId: number) {
    this.#cdp = cdp
    this.#objectId = cdp
      .send<{ result: { objectId: string } }>('Runtime.evaluate', {
        expression: `globalThis[Symbol.for(${JSON.stringify(pageNames.port)})]`,
        contextId,
      })
      .then(({ result }) => result.objectId)
    // A document that went away at once: who posts to it hears of it.
    this.#objectId.catch(() => {})
  }

  /** Hands a message to the document; it is lost when the document is gone. */
  async post(message: ToPage): Promise<void> {
    const objectId = await this.#objectId
    await this.#cdp.send('Runtime.callFunctionOn', {
      objectId,
      functionDeclaration: 'function (message) { this.receive(message) }',
      arguments: [{ value: message }],
    })
  }

  /** Arguments of a message, with the words that stand for files replaced by their paths. */
  async argumentsOf(message: Extract<FromPage, { args: Encoded }>): Promise<unknown[]> {
    if (message.files === 0) return codec.decode(message.args) as unknown[]
    const paths = await Promise.all(Array.from({ length: message.files }, (_, index) => this.#pathOf(index)))
    const text = JSON.stringify(message.args).replaceAll(
      new RegExp(`"${pageNames.file}(\\d+)"`, 'g'),
      (_, index: string) => JSON.stringify(paths[Number(index)] ?? ''),
    )
    return codec.decode(JSON.parse(text) as Encoded) as unknown[]
  }

  /** The path of a file that was dropped or chosen; empty for one that a script made. */
  async #pathOf(index: number): Promise<string> {
    const { result } = await this.#cdp.send<{ result: { objectId: string } }>('Runtime.callFunctionOn', {
      objectId: await this.#objectId,
      functionDeclaration: 'function (index) { return this.file(index) }',
      arguments: [{ value: index }],
    })
    const { path } = await this.#cdp.send<{ path: string }>('DOM.getFileInfo', { objectId: result.objectId })
    return path
  }
}
