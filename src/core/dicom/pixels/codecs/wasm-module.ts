import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'

const load = createRequire(import.meta.url)
const compiled = new Map<string, Promise<WebAssembly.Module>>()

/** The WebAssembly module of a package's file, compiled once a process. */
export function wasmModule(file: string): Promise<WebAssembly.Module> {
  const known = compiled.get(file) ?? readFile(load.resolve(file)).then((bytes) => WebAssembly.compile(bytes))
  compiled.set(file, known)
  return known
}
