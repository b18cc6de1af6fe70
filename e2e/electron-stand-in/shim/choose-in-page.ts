import type { CdpSession } from '#e2e/electron-stand-in/chromium/cdp-connection.ts'

type Remote = { readonly objectId?: string; readonly value?: unknown }
type Evaluated = { readonly result: Remote }

/** Runs in the page: Chromium's chooser, as a click on a file field opens it. */
function openChooser(folder: boolean, several: boolean): Promise<readonly object[]> {
  const page = globalThis as unknown as { document: { createElement(name: string): Record<string, unknown> } }
  const field = page.document.createElement('input') as Record<string, unknown> & {
    addEventListener(event: string, listener: () => void): void
    click(): void
    readonly files: Iterable<object>
  }
  Object.assign(field, { type: 'file', multiple: several, webkitdirectory: folder })
  return new Promise((resolve) => {
    field.addEventListener('change', () => resolve([...field.files]))
    field.addEventListener('cancel', () => resolve([]))
    field.click()
  })
}

/** Lets the person choose in the window; gives paths, for a folder the folder's own. An empty folder has none to give. */
export async function chooseInPage(
  cdp: CdpSession,
  { folder, several }: { readonly folder: boolean; readonly several: boolean },
): Promise<string[]> {
  const { result: files } = await cdp.send<Evaluated>('Runtime.evaluate', {
    expression: `(${openChooser.toString()})(${folder}, ${several})`,
    awaitPromise: true,
    userGesture: true,
  })
  const count = await call(cdp, files, 'function () { return this.length }')
  const paths: string[] = []
  for (let i = 0; i < Number(count.value); i += 1) {
    const file = await call(cdp, files, `function () { return this[${i}] }`, false)
    const { path } = await cdp.send<{ path: string }>('DOM.getFileInfo', { objectId: file.objectId })
    const below = await call(cdp, file, 'function () { return this.webkitRelativePath }')
    paths.push(folder ? topOf(path, String(below.value)) : path)
    if (folder) break
  }
  return paths
}

/** `/a/b/c/d.dcm`, chosen as `b/c/d.dcm`, was chosen by the folder `/a/b`. */
function topOf(path: string, relative: string): string {
  const parts = relative.split('/').length - 1
  return path
    .split(/[/\\]/)
    .slice(0, -parts || undefined)
    .join('/')
}

async function call(
  cdp: CdpSession,
  { objectId }: Remote,
  functionDeclaration: string,
  byValue = true,
): Promise<Remote> {
  const { result } = await cdp.send<Evaluated>('Runtime.callFunctionOn', {
    objectId,
    functionDeclaration,
    returnByValue: byValue,
  })
  return result
}
