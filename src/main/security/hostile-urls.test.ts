import { describe, expect, it } from 'vitest'
import { isTrustedSender } from '#main/ipc/trusted-sender.ts'
import { mayNavigate } from './may-navigate.ts'
import { mayRequest } from './may-request.ts'

const hostile = [
  '',
  'about:blank',
  'about:srcdoc',
  'app://firstlook',
  'app:/firstlook/index.html',
  'app:firstlook/index.html',
  'app:///index.html',
  'app://evil/index.html',
  'app://firstlook.evil/index.html',
  'app://evilfirstlook/index.html',
  'app://firstlook@evil/index.html',
  'app://app@evil/index.html',
  'app://user@firstlook/index.html',
  'app://user:word@firstlook/index.html',
  'app://:@firstlook/index.html',
  'app://firstlook:80/index.html',
  'app://firstlook:/index.html',
  'app://FIRSTLOOK/index.html',
  'APP://firstlook/index.html',
  'app://firstlook%2e/index.html',
  'app://firstlook%00/index.html',
  'app://firstlook\\@evil/index.html',
  'app://firstlook./index.html',
  ' app://firstlook/index.html',
  'app\n://firstlook/index.html',
  'app://first\tlook/index.html',
  'apps://firstlook/index.html',
  'xapp://firstlook/index.html',
  'app+x://firstlook/index.html',
  'file:///etc/passwd',
  'file://firstlook/index.html',
  'file:///C:/Windows/win.ini',
  '\\\\evil\\share\\file',
  '//evil/index.html',
  'http://firstlook/index.html',
  'https://firstlook/index.html',
  'https://example.org/',
  'ws://firstlook/index.html',
  'ftp://firstlook/index.html',
  'javascript:alert(1)',
  'JavaScript:alert(1)',
  'java\nscript:alert(1)',
  'data:text/html,<script>alert(1)</script>',
  'blob:https://example.org/1',
  'blob:null/1',
  'view-source:app://firstlook/index.html',
  'chrome://settings',
  'devtools://devtools/bundled/inspector.html',
  'chrome-extension://abc/index.html',
  'filesystem:app://firstlook/temporary/x',
  'vbscript:msgbox(1)',
  'ms-msdt:/id',
  'smb://evil/share',
  'mailto:someone@example.org',
  'intent://firstlook/index.html',
  'tel:1',
]

const insideButNotThePage = [
  'app://firstlook/',
  'app://firstlook/other.html',
  'app://firstlook/index.html/',
  'app://firstlook//index.html',
  'app://firstlook/index.html%00',
  'app://firstlook/INDEX.HTML',
  'app://firstlook/asset/00000000000000000000000000000000',
  'app://firstlook/x/%2e%2e/other.html',
]

describe('what a window may reach', () => {
  it('is tried with more than forty hostile URLs', () => expect(hostile.length).toBeGreaterThanOrEqual(40))

  it.each(hostile)('refuses %j, as a page and as a part of one', (url) => {
    expect(mayNavigate(url)).toBe(false)
    expect(mayRequest(url)).toBe(false)
  })

  it.each(insideButNotThePage)('never goes to %j', (url) => expect(mayNavigate(url)).toBe(false))

  it.each([
    'app://firstlook/index.html',
    'app://firstlook/index.html#/study/5',
    'app://firstlook/index.html?x=1',
    // A parser leads it back to the page itself.
    'app://firstlook/x/../index.html',
  ])('goes to %j', (url) => expect(mayNavigate(url)).toBe(true))

  it.each(['app://firstlook/asset/ab', 'app://firstlook/main.js', 'blob:app://firstlook/8b1a'])('loads %j', (url) =>
    expect(mayRequest(url)).toBe(true),
  )
})

describe('who may ask', () => {
  const page = { url: 'app://firstlook/index.html#/worklist', parent: null }

  it('is the main frame of our window on our page', () =>
    expect(isTrustedSender({ ours: true, frame: page })).toBe(true))

  it.each([
    ['another window', { ours: false, frame: page }],
    ['a frame that is gone', { ours: true, frame: null }],
    ['a frame inside the page', { ours: true, frame: { ...page, parent: page } }],
    ...[...hostile, ...insideButNotThePage].map((url) => [url, { ours: true, frame: { url, parent: null } }] as const),
  ] as const)('is not %j', (_, sender) => expect(isTrustedSender(sender)).toBe(false))
})
