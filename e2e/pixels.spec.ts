import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type DicomElement, writeDicom } from '#fixtures/dicom-bytes.ts'
import { windowLevel } from '#shared/windowing.ts'
import { expect, type RunningApp, test } from './firstlook.ts'

/** Blocks of one value each: what the middle of a block shows hangs on nothing but its value. */
const [blocks, side] = [16, 32]
const size = blocks * side

type Picture = {
  readonly name: string
  readonly bits: 8 | 16
  readonly signed: boolean
  readonly extra: readonly DicomElement[]
  /** Grey in 0..1 that the standard asks for. */
  readonly grey: (stored: number) => number
  /** Stored value of a block. */
  readonly stored: (block: number) => number
  /** Width and height of a pixel as it is to be shown, the larger of the two 1; square where absent. */
  readonly shape?: Shape
}
type Shape = readonly [width: number, height: number]

const ds = (tag: number, value: string): DicomElement => ({ tag, vr: 'DS', value })
const window = (center: number, width: number, kind?: string): DicomElement[] => [
  ds(0x00281050, String(center)),
  ds(0x00281051, String(width)),
  ...(kind === undefined ? [] : [{ tag: 0x00281056, vr: 'CS', value: kind } as DicomElement]),
]
const ramp = (step: number, from: number) => (block: number) => from + block * step
const level =
  (center: number, width: number, kind: 'LINEAR' | 'LINEAR_EXACT' | 'SIGMOID', slope = 1, intercept = 0) =>
  (stored: number) =>
    windowLevel(stored * slope + intercept, { center, width, function: kind })

const pictures: readonly Picture[] = [
  {
    name: 'LINEAR of unsigned words',
    bits: 16,
    signed: false,
    extra: window(30_000, 40_000),
    grey: level(30_000, 40_000, 'LINEAR'),
    stored: ramp(257, 0),
  },
  {
    name: 'LINEAR_EXACT of signed words, rescaled',
    bits: 16,
    signed: true,
    extra: [ds(0x00281052, '-100'), ds(0x00281053, '2'), ...window(40, 400, 'LINEAR_EXACT')],
    grey: level(40, 400, 'LINEAR_EXACT', 2, -100),
    stored: ramp(2, -256),
  },
  {
    name: 'SIGMOID of signed words',
    bits: 16,
    signed: true,
    extra: window(0, 300, 'SIGMOID'),
    grey: level(0, 300, 'SIGMOID'),
    stored: ramp(3, -384),
  },
  {
    name: 'LINEAR of bytes, a step',
    bits: 8,
    signed: false,
    extra: window(100, 1),
    grey: level(100, 1, 'LINEAR'),
    stored: (block) => block % 256,
  },
  {
    name: 'a VOI LUT that no window could be',
    bits: 16,
    signed: false,
    extra: [
      {
        tag: 0x00283010,
        vr: 'SQ',
        value: [
          [
            { tag: 0x00283002, vr: 'US', value: [256, 1_000, 8] },
            { tag: 0x00283006, vr: 'US', value: Array.from({ length: 256 }, (_, i) => (i * 37) % 256) },
          ],
        ],
      },
    ],
    // PS3.3 C.11.2.1.1: below the first mapped value its entry, above the last the last one.
    grey: (stored) => ((Math.min(255, Math.max(0, stored - 1_000)) * 37) % 256) / 255,
    stored: ramp(2, 900),
  },
  {
    name: 'pixels twice as high as wide',
    bits: 16,
    signed: false,
    extra: [{ tag: 0x00280034, vr: 'IS', value: ['2', '1'] }, ...window(30_000, 40_000)],
    grey: level(30_000, 40_000, 'LINEAR'),
    stored: ramp(257, 0),
    shape: [0.5, 1],
  },
]

/** The block that a pixel lies in. */
const blockOf = (pixel: number) =>
  Math.floor(Math.floor(pixel / size) / side) * blocks + Math.floor((pixel % size) / side)

function fileOf(
  { name, bits, signed, extra, stored }: Omit<Picture, 'grey'>,
  i: number,
  wide = size,
  at: (pixel: number) => number = blockOf,
): Uint8Array {
  const uid = `1.2.826.0.1.3680043.10.998.${i + 1}`
  const text = (tag: number, vr: string, value: string) => ({ tag, vr, value }) as DicomElement
  const short = (tag: number, value: number) => ({ tag, vr: 'US', value }) as DicomElement
  const mask = 2 ** bits - 1
  const words = Array.from({ length: wide * wide }, (_, pixel) => stored(at(pixel)) & mask)
  const pairs = (from: readonly number[]) =>
    from.filter((_, k) => k % 2 === 0).map((low, k) => low | ((from[2 * k + 1] ?? 0) << 8))
  const elements: DicomElement[] = [
    text(0x00080016, 'UI', '1.2.840.10008.5.1.4.1.1.7'),
    text(0x00080018, 'UI', `${uid}.3`),
    text(0x00080060, 'CS', 'OT'),
    text(0x00100010, 'PN', name.replaceAll(/[,_]/g, ' ')),
    text(0x00100020, 'LO', `P${i}`),
    text(0x0020000d, 'UI', `${uid}.1`),
    text(0x0020000e, 'UI', `${uid}.2`),
    short(0x00280002, 1),
    text(0x00280004, 'CS', 'MONOCHROME2'),
    short(0x00280010, wide),
    short(0x00280011, wide),
    short(0x00280100, bits),
    short(0x00280101, bits),
    short(0x00280102, bits - 1),
    short(0x00280103, signed ? 1 : 0),
    { tag: 0x7fe00010, vr: 'OW', value: bits === 16 ? words : pairs(words) } as DicomElement,
    ...extra,
  ]
  return writeDicom({ transferSyntaxUid: '1.2.840.10008.1.2.1', elements: elements.sort((a, b) => a.tag - b.tag) })
}

/** Black and white pixel by pixel: reduced, it is grey all over, unless pixels are picked instead of averaged. */
function chequered(i: number, extra: readonly DicomElement[] = []): Uint8Array {
  const wide = 2_048
  const stored = Array.from({ length: wide * wide }, (_, i) => (((i % wide) + Math.floor(i / wide)) % 2) * 4_000)
  const picture = { ...fine, extra: [...fine.extra, ...extra], stored: (pixel: number) => stored[pixel] ?? 0 }
  return fileOf(picture, i, wide, (pixel) => pixel)
}
const fine: Omit<Picture, 'stored' | 'grey'> = {
  name: 'chequered',
  bits: 16,
  signed: false,
  extra: window(2_000, 4_000, 'LINEAR_EXACT'),
}

/** What stands on the screen in the middle of each block. */
async function shownGreys({ page }: RunningApp, shape: Shape = [1, 1]): Promise<number[]> {
  const picture = page.getByRole('img', { name: 'Image 1' })
  await expect(picture).toHaveAttribute('data-drawn', /\d+\/1/, { timeout: 30_000 })
  return picture.evaluate(
    (canvas: HTMLCanvasElement, [count, wide, high]) => {
      const { width, height } = canvas
      const { data } = (canvas.getContext('2d') as CanvasRenderingContext2D).getImageData(0, 0, width, height)
      const scale = Math.min(width / wide, height / high)
      const [across, down] = [scale * wide, scale * high]
      const [left, top] = [(width - across) / 2, (height - down) / 2]
      return Array.from({ length: count * count }, (_, block) => {
        const x = Math.floor(left + (((block % count) + 0.5) / count) * across)
        const y = Math.floor(top + ((Math.floor(block / count) + 0.5) / count) * down)
        return data[4 * (y * width + x)] ?? 0
      })
    },
    [blocks, ...shape] as const,
  )
}

/** Takes the graphics context of all pictures away, or gives it back. */
const loseContext = ({ page }: RunningApp, what: 'loseContext' | 'restoreContext') =>
  page.evaluate((how) => {
    const { contextLoss } = globalThis as unknown as { contextLoss: WEBGL_lose_context }
    contextLoss[how]()
  }, what)

test('what stands on the screen is what the standard’s window functions say, to one grey level', async ({
  app,
  dataDir,
}) => {
  test.setTimeout(180_000)
  const folder = join(dataDir, 'pictures')
  mkdirSync(folder)
  for (const [i, picture] of pictures.entries()) writeFileSync(join(folder, `${i}.dcm`), fileOf(picture, i))
  const chequers = [[], [{ tag: 0x00280034, vr: 'IS', value: ['2', '1'] }]] as const
  for (const [i, extra] of chequers.entries()) {
    writeFileSync(join(folder, `chequered-${i}.dcm`), chequered(pictures.length + i, extra))
  }
  // So that a test can take the graphics context away, as a driver does.
  await app.page.addInitScript(() => {
    const { getContext } = HTMLCanvasElement.prototype
    HTMLCanvasElement.prototype.getContext = function (this: HTMLCanvasElement, kind: string, options?: unknown) {
      const context: unknown = getContext.call(this, kind as 'webgl2', options as undefined)
      // A lost context gives no extension out any more.
      if (context instanceof WebGL2RenderingContext) {
        Object.assign(globalThis, { contextLoss: context.getExtension('WEBGL_lose_context') })
      }
      return context
    } as typeof getContext
  })
  await app.enter('Ada')
  await app.electron.evaluate(({ dialog }, chosen) => {
    dialog.showOpenDialog = async () => ({ canceled: false, filePaths: [chosen] })
  }, folder)
  await app.call('intakeChoose', { what: 'folder' })
  await app.settled()
  const list = { filter: {}, sort: { by: 'patient', descending: false }, limit: 50 }
  const { rows } = (await app.call('worklistList', list)) as { rows: { studyId: number; patientId: string }[] }
  for (const [i, { name, grey, stored, shape }] of pictures.entries()) {
    const study = rows.find(({ patientId }) => patientId === `P${i}`)
    await app.page.goto(`${app.page.url().split('#')[0]}#/study/${study?.studyId}`)
    const shown = await shownGreys(app, shape)
    const wrong = shown.filter((value, block) => Math.abs(value - 255 * grey(stored(block))) > 0.51)
    expect.soft([name, wrong.length, new Set(shown).size > 1]).toEqual([name, 0, true])
    if (i > 0) continue
    const isNegative = async () => {
      const after = await shownGreys(app)
      return after.every((value, block) => Math.abs(value - (255 - (shown[block] ?? 0))) <= 1)
    }
    await app.page.keyboard.press('i')
    await expect.poll(isNegative).toBe(true)
    await app.page.keyboard.press('i')
    await expect.poll(() => shownGreys(app)).toEqual(shown)
    // What is asked for while the context is lost is drawn as soon as it is back.
    await loseContext(app, 'loseContext')
    await app.page.keyboard.press('i')
    await app.page.waitForTimeout(200)
    expect(await isNegative()).toBe(false)
    await loseContext(app, 'restoreContext')
    await expect.poll(isNegative).toBe(true)
    await app.page.keyboard.press('i')
  }

  for (const [i, shape] of (
    [
      [1, 1],
      [0.5, 1],
    ] as const
  ).entries()) {
    const { studyId } = rows.find(({ patientId }) => patientId === `P${pictures.length + i}`) ?? {}
    await app.page.goto(`${app.page.url().split('#')[0]}#/study/${studyId}`)
    const reduced = await shownGreys(app, shape)
    expect([i, reduced.filter((value) => Math.abs(value - 127.5) > 16)]).toEqual([i, []])
  }
})
