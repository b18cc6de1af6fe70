/** The last answers by key, so that what was asked for ahead is there when it is wanted. A failed one is asked for again. */
export class Recent<T> {
  readonly #entries = new Map<string, Promise<T>>()
  readonly #capacity: number

  constructor(capacity: number) {
    this.#capacity = capacity
  }

  /** The answer of a key, made now if there is none or it is no longer good. */
  async get(key: string, make: () => Promise<T>, isGood: (value: T) => boolean): Promise<T> {
    const held = this.#entries.get(key)
    if (held !== undefined) {
      const value = await held
      if (isGood(value)) return value
    }
    const made = make()
    this.#entries.delete(key)
    this.#entries.set(key, made)
    for (const oldest of this.#entries.keys()) {
      if (this.#entries.size <= this.#capacity) break
      this.#entries.delete(oldest)
    }
    try {
      return await made
    } catch (error) {
      if (this.#entries.get(key) === made) this.#entries.delete(key)
      throw error
    }
  }
}
