import { describe, expect, it } from 'vitest'
import { dataFolder } from './data-folder.ts'
import { filesOfArguments } from './files/files-of-arguments.ts'
import { menuTemplate } from './menu/menu-template.ts'
import { message } from './messages.ts'
import { tooOld } from './minimum-versions.ts'
import { boundsOnScreen } from './window/window-bounds.ts'

describe('the data folder', () => {
  it('is Firstlook’s own, or the one that the command line names', () => {
    expect(dataFolder(['electron', '.'], '/config')).toBe('/config/Firstlook')
    expect(dataFolder(['electron', '.', '--data-dir=/tmp/x'], '/config')).toBe('/tmp/x')
    expect(dataFolder(['electron', '.', '--data-dir='], '/config')).toBe('/config/Firstlook')
  })
})

describe('files of a start', () => {
  it('are what is neither switch nor program, in the folder of that start', () => {
    expect(filesOfArguments(['electron', '.', '--x=1', 'a.dcm', '/cd/DICOMDIR'], false, '/home')).toEqual([
      '/home/a.dcm',
      '/cd/DICOMDIR',
    ])
    expect(filesOfArguments(['firstlook', 'a.dcm'], true, '/home')).toEqual(['/home/a.dcm'])
    expect(filesOfArguments(['electron', '--no-sandbox', '/app', '--x', 'a.dcm'], false, '/home')).toEqual([
      '/home/a.dcm',
    ])
    expect(filesOfArguments(['electron'], false, '/home')).toEqual([])
  })
})

describe('the native menu', () => {
  it('sends each command once, in both languages', () => {
    for (const language of ['en', 'de'] as const) {
      const sent: string[] = []
      const template = menuTemplate(language, 'linux', (command) => sent.push(command))
      const items = template.flatMap(({ submenu }) => (Array.isArray(submenu) ? submenu : []))
      // Electron hands a click three values; ours needs none.
      for (const item of items) (item.click as (() => void) | undefined)?.()
      expect(sent.toSorted()).toEqual([
        'audit',
        'evaluation',
        'export',
        'models',
        'open-files',
        'open-folder',
        'settings',
        'shortcuts',
        'worklist',
      ])
      const accelerators = items.flatMap(({ accelerator }) => accelerator ?? [])
      expect(new Set(accelerators).size).toBe(accelerators.length)
    }
  })
})

describe('words of the shell', () => {
  it('take values in, and leave a place that has none', () => {
    expect(message('en', 'flaggedMany', { count: 3 })).toBe('3 more studies were flagged.')
    expect(message('de', 'flaggedMany')).toContain('{count}')
  })

  it('never call a model’s result normal, routine or critical', () => {
    const all = (['en', 'de'] as const).map((language) => message(language, 'flaggedOne')).join(' ')
    expect(all).not.toMatch(/normal|routine|critical|kritisch/i)
  })
})

describe('minimum versions', () => {
  const good = { sqlite: '3.54.1', sharp: '0.35.5', libvips: '8.18.3', onnxRuntime: '1.30.0', electron: '45.4.1' }
  const all = ['sqlite', 'sharp', 'libvips', 'onnxRuntime', 'electron'] as const

  it('pass what is as old as they say, or newer', () => expect(tooOld(good, all)).toEqual([]))

  it.each([
    ['sqlite', '3.51.2'],
    ['sharp', '0.34.99'],
    ['libvips', '8.18.2'],
    ['onnxRuntime', '1.29.9'],
    ['electron', '43.9.9'],
    ['sqlite', 'unknown'],
    ['sqlite', ''],
  ] as const)('name %s %j as too old', (name, found) => {
    expect(tooOld({ ...good, [name]: found }, all)).toMatchObject([{ name, found }])
  })

  it('count a missing version as too old', () => expect(tooOld({}, ['sharp'])).toHaveLength(1))
})

describe('where the window opens', () => {
  const screen = { x: 0, y: 0, width: 1_920, height: 1_080 }
  const saved = { x: 100, y: 50, width: 800, height: 700, maximised: false }

  it('is where it was', () =>
    expect(boundsOnScreen(saved, [screen])).toEqual({ x: 100, y: 50, width: 800, height: 700 }))

  it('is in the middle when no screen shows it any more', () => {
    expect(boundsOnScreen({ ...saved, x: 4_000 }, [screen])).toEqual({ width: 1_440, height: 900 })
    expect(boundsOnScreen({ ...saved, y: -690 }, [screen])).toEqual({ width: 1_440, height: 900 })
  })

  it('fits a small screen', () => {
    expect(boundsOnScreen(undefined, [{ ...screen, width: 1_280, height: 800 }])).toEqual({ width: 1_280, height: 800 })
  })
})
