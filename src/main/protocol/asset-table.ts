import { randomBytes } from 'node:crypto'

/** Bytes that the window may fetch: pixels of a frame, a picture, a page to print. */
export type Asset = { readonly bytes: Uint8Array; readonly type: string }

const prefix = 'asset/'

/**
 * Assets under tokens of 128 random bits, good for this start only. A token names bytes in memory, never a file. The
 * oldest go when the table holds more than `capacityBytes`: what the window did not fetch in time it asks for again.
 */
export class AssetTable {
  readonly #assets = new Map<string, Asset>()
  readonly #capacityBytes: number
  #heldBytes = 0

  constructor(capacityBytes: number) {
    this.#capacityBytes = capacityBytes
  }

  /** Takes bytes in and returns the relative URL that fetches them. */
  add(asset: Asset): string {
    const token = randomBytes(16).toString('hex')
    this.#assets.set(token, asset)
    this.#heldBytes += asset.bytes.byteLength
    for (const oldest of this.#assets.keys()) {
      if (this.#heldBytes <= this.#capacityBytes || oldest === token) break
      this.#delete(oldest)
    }
    return `${prefix}${token}`
  }

  /** The asset of a URL path (`/asset/<token>`); `undefined` for everything else. */
  get(path: string): Asset | undefined {
    const token = /^\/asset\/([0-9a-f]{32})$/.exec(path)?.[1]
    return token === undefined ? undefined : this.#assets.get(token)
  }

  /** Whether a relative URL still fetches something. */
  has(url: string): boolean {
    return this.#assets.has(url.slice(prefix.length))
  }

  #delete(token: string): void {
    this.#heldBytes -= this.#assets.get(token)?.bytes.byteLength ?? 0
    this.#assets.delete(token)
  }
}
