import { makeCodec } from './codec.ts'
import { pageRuntime } from './page-runtime.ts'

/** Names that a page cannot guess, new with each start. */
export type PageNames = { readonly binding: string; readonly port: string; readonly file: string }

/** The script that every new document starts with; the preload keeps a scope of its own. */
export function pageScript(names: PageNames, preload: string | undefined): string {
  const body =
    preload === undefined
      ? 'undefined'
      : `(require) => { const module = { exports: {} }, exports = module.exports;\n${preload}\n}`
  return `(${pageRuntime.toString()})((${makeCodec.toString()})({
    toBase64: (bytes) => bytes.toBase64(),
    fromBase64: (text) => Uint8Array.fromBase64(text),
  }), ${JSON.stringify(names)}, ${body})`
}
