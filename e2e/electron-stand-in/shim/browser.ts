import type { CdpSession } from '#e2e/electron-stand-in/chromium/cdp-connection.ts'
import type { Chromium } from '#e2e/electron-stand-in/chromium/launch-chromium.ts'

/** A page target that was attached to. */
export type OpenedTarget = {
  readonly cdp: CdpSession
  readonly targetId: string
  readonly close: () => Promise<unknown>
}
export type TargetOptions = { readonly width: number; readonly height: number; readonly show: boolean }

type Attached = {
  readonly sessionId: string
  readonly targetInfo: { readonly targetId: string; readonly openerId?: string }
}

let chromium: Promise<Chromium> | undefined
let visible = false
let firstWindow = true
const attached = new Map<string, string>()

/** Names the one Chromium of this start, which attaches to every page before it runs anything. */
export function useChromium(launched: Promise<Chromium>, shown: boolean): void {
  visible = shown
  chromium = launched.then(async (started) => {
    const { browser } = started.cdp
    browser.on('Target.attachedToTarget', ({ sessionId, targetInfo }: Attached) => {
      attached.set(targetInfo.targetId, sessionId)
      // Opened by a page, not by the app: it never runs.
      if (targetInfo.openerId === undefined) return
      void browser.send('Target.closeTarget', { targetId: targetInfo.targetId }).catch(() => {})
    })
    await browser.send('Target.setAutoAttach', {
      autoAttach: true,
      waitForDebuggerOnStart: true,
      flatten: true,
      filter: [{ type: 'page' }],
    })
    return started
  })
}

/** Whether windows are on a screen. */
export const isVisible = (): boolean => visible

/** Opens an empty page of a size, attached to before it runs. */
export async function openTarget({ width, height, show }: TargetOptions): Promise<OpenedTarget> {
  if (!chromium) throw new Error('no Chromium was started')
  const { cdp } = await chromium
  const targetId = (await adoptFirst()) ?? (await create())
  const sessionId = attached.get(targetId) ?? (await attach(targetId))
  return {
    cdp: cdp.session(sessionId),
    targetId,
    close: () => cdp.browser.send('Target.closeTarget', { targetId }),
  }

  async function create(): Promise<string> {
    // On a screen, a page that nobody is to see has no window at all.
    const place = visible && !show ? { hidden: true } : { newWindow: true, width, height }
    const made = await cdp.browser.send<{ targetId: string }>('Target.createTarget', { url: 'about:blank', ...place })
    return made.targetId
  }

  /** A page without a window is not attached to by itself. */
  async function attach(id: string): Promise<string> {
    const made = await cdp.browser.send<{ sessionId: string }>('Target.attachToTarget', { targetId: id, flatten: true })
    return made.sessionId
  }

  /** On a screen, Chromium has opened one window without an address bar already: it becomes the app's first. */
  async function adoptFirst(): Promise<string | undefined> {
    if (!visible || !firstWindow) return undefined
    firstWindow = false
    for (;;) {
      const { targetInfos } = await cdp.browser.send<{ targetInfos: { type: string; targetId: string }[] }>(
        'Target.getTargets',
      )
      const found = targetInfos.find((target) => target.type === 'page' && attached.has(target.targetId))
      if (found) return found.targetId
    }
  }
}

/** Calls `listener` for every target that goes away. */
export async function onTargetClosed(listener: (targetId: string) => void): Promise<void> {
  const { cdp } = (await chromium) ?? {}
  cdp?.browser.on('Target.targetDestroyed', ({ targetId }: { targetId: string }) => listener(targetId))
  await cdp?.browser.send('Target.setDiscoverTargets', { discover: true })
}
