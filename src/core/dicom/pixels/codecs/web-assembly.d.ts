/** What this room uses of WebAssembly: Node has it, the libraries for a program without a DOM do not describe it. */
declare namespace WebAssembly {
  type Exports = Readonly<Record<string, unknown>>
  type Imports = Readonly<Record<string, Readonly<Record<string, (...values: never[]) => unknown>>>>
  class Memory {
    readonly buffer: ArrayBuffer
  }
  class Module {
    private readonly kind: 'module'
  }
  class Instance {
    constructor(module: Module, imports: Imports)
    readonly exports: Exports
  }
  function compile(bytes: Uint8Array): Promise<Module>
}
