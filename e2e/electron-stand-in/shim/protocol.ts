type Handler = (request: Request) => Response | Promise<Response>

/** Custom schemes: what `protocol.handle` registered answers for pages under that scheme. */
export class Protocol {
  readonly #handlers = new Map<string, Handler>()

  handle(scheme: string, handler: Handler): void {
    if (this.#handlers.has(scheme)) throw new Error(`The scheme "${scheme}" has been registered already`)
    this.#handlers.set(scheme, handler)
  }

  isProtocolHandled(scheme: string): boolean {
    return this.#handlers.has(scheme)
  }

  unhandle(scheme: string): void {
    this.#handlers.delete(scheme)
  }

  handlerOf(url: string): Handler | undefined {
    return this.#handlers.get(url.slice(0, url.indexOf(':')))
  }

  /** Every scheme is standard, secure and fetchable here, since it is mapped to https. */
  registerSchemesAsPrivileged(): void {}
}
