import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { writeDicom, type DicomElement } from '#fixtures/dicom-bytes.ts'
import { expect, test } from './firstlook.ts'

const act = 'globalThis.ran=1'
/** Each would run in a page that takes text for markup, a URL or code. */
const payloads = [
  `<script>${act}</script>`,
  `<img src=x onerror=${act}>`,
  `<svg onload=${act}>`,
  `<svg><script>${act}</script></svg>`,
  `"><script>${act}</script>`,
  `'><script>${act}</script>`,
  `" onmouseover="${act}`,
  `' onfocus='${act}' autofocus='`,
  `</title><script>${act}</script>`,
  `</style><script>${act}</script>`,
  `</textarea><script>${act}</script>`,
  `<!--><script>${act}</script>-->`,
  `<body onload=${act}>`,
  `<input autofocus onfocus=${act}>`,
  `<details open ontoggle=${act}>`,
  `<video><source onerror=${act}></video>`,
  `<audio src=x onerror=${act}>`,
  `<iframe src=javascript:${act}>`,
  `<iframe srcdoc="<script>parent.ran=1</script>">`,
  `<object data=javascript:${act}>`,
  `<embed src=javascript:${act}>`,
  `<a href=javascript:${act}>x</a>`,
  `javascript:${act}`,
  `<math><mi xlink:href=javascript:${act}>x`,
  `<base href=https://example.invalid/>`,
  `<meta http-equiv=refresh content=0;javascript:${act}>`,
  `<link rel=stylesheet href=https://example.invalid/x.css>`,
  `<form action=javascript:${act}><button>x</button></form>`,
  `{{constructor.constructor('${act}')()}}`,
  '${' + act + '}',
  `<scr<script>ipt>${act}</script>`,
  `&lt;script&gt;${act}&lt;/script&gt;`,
]

/** Text elements that the window shows somewhere, each with the longest payload that its value may hold. */
function hostileFile(i: number): Uint8Array {
  const text = payloads[i] ?? ''
  const name = text.replaceAll(/[\\^=]/g, ' ')
  const short = text.slice(0, 16)
  const uid = `1.2.826.0.1.3680043.10.999.${i + 1}`
  const value = (tag: number, vr: string, content: string): DicomElement => ({ tag, vr, value: content })
  const elements: DicomElement[] = [
    value(0x00080005, 'CS', 'ISO_IR 192'),
    value(0x00080016, 'UI', '1.2.840.10008.5.1.4.1.1.1.1'),
    value(0x00080018, 'UI', `${uid}.3`),
    value(0x00080020, 'DA', '20200101'),
    value(0x00080050, 'SH', short),
    value(0x00080060, 'CS', 'DX'),
    value(0x00080070, 'LO', text),
    value(0x00080080, 'LO', text),
    value(0x00080090, 'PN', name),
    value(0x00081030, 'LO', text),
    value(0x0008103e, 'LO', text),
    value(0x00081090, 'LO', text),
    value(0x00100010, 'PN', name),
    value(0x00100020, 'LO', `${i} ${text}`),
    value(0x00180015, 'CS', short),
    value(0x00181030, 'LO', text),
    value(0x0020000d, 'UI', `${uid}.1`),
    value(0x0020000e, 'UI', `${uid}.2`),
    value(0x00200010, 'SH', short),
    { tag: 0x00280002, vr: 'US', value: 1 },
    value(0x00280004, 'CS', 'MONOCHROME2'),
    { tag: 0x00280010, vr: 'US', value: 64 },
    { tag: 0x00280011, vr: 'US', value: 64 },
    { tag: 0x00280100, vr: 'US', value: 16 },
    { tag: 0x00280101, vr: 'US', value: 12 },
    { tag: 0x00280102, vr: 'US', value: 11 },
    { tag: 0x00280103, vr: 'US', value: 0 },
    value(0x00281055, 'LO', text),
    { tag: 0x7fe00010, vr: 'OW', value: Array.from({ length: 64 * 64 }, (_, j) => (j * 7) % 4_096) },
  ]
  return writeDicom({ transferSyntaxUid: '1.2.840.10008.1.2.1', elements })
}

test('no script in any text of a file runs, in the list or in the viewer', async ({ app, dataDir }) => {
  test.setTimeout(300_000)
  expect(payloads.length).toBeGreaterThanOrEqual(30)
  const folder = join(dataDir, 'from outside <img src=x onerror=globalThis.ran=1>')
  mkdirSync(folder)
  for (const i of payloads.keys()) writeFileSync(join(folder, `<img src=x onerror=ran=1> ${i}.dcm`), hostileFile(i))
  writeFileSync(join(folder, '<svg onload=ran=1>.dcm'), 'not an image')
  await app.enter('<img src=x onerror=globalThis.ran=1>')
  await app.electron.evaluate(({ dialog }, chosen) => {
    dialog.showOpenDialog = async () => ({ canceled: false, filePaths: [chosen] })
  }, folder)
  await app.call('intakeChoose', { what: 'folder' })
  await app.settled()
  expect((await app.counts()).total).toBe(payloads.length)
  const { page } = app
  await page.getByText('<script>').first().waitFor()
  await app.screenshot('hostile-list')
  const request = { filter: {}, sort: { by: 'triage', descending: false }, limit: 100 }
  const { rows } = (await app.call('worklistList', request)) as { rows: { studyId: number }[] }
  for (const { studyId } of rows) {
    await page.evaluate((id) => {
      globalThis.location.hash = `#/study/${id}`
    }, studyId)
    await page.waitForTimeout(150)
    // Opened for good: its own words are on the page.
    await expect(page.locator('body')).toContainText(/[<{$]|javascript:|onmouseover|&lt;|onfocus/)
  }
  await app.screenshot('hostile-study')
  for (const screen of ['audit', 'settings', 'models', 'evaluation', 'worklist']) {
    await page.evaluate((name) => {
      globalThis.location.hash = `#/${name}`
    }, screen)
    await page.waitForTimeout(300)
  }
  expect(await page.evaluate(() => 'ran' in globalThis)).toBe(false)
  expect(await page.evaluate(() => document.querySelectorAll('iframe, object, embed, base, #root script').length)).toBe(
    0,
  )
})
