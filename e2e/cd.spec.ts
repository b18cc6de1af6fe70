import { cpSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { drawChestPhantom } from '#fixtures/draw-chest-phantom.ts'
import { syntheticIdentity } from '#fixtures/synthetic-identity.ts'
import { writeRadiograph } from '#fixtures/write-chest-phantom.ts'
import { expect, type RunningApp, test } from './firstlook.ts'

const root = join(import.meta.dirname, '..')
const patients = 300

/** A disc of a practice: many patients, two of whom share a PatientID, a file cut short and a note that is no image. */
function writeDisc(folder: string): void {
  const drawing = drawChestPhantom({ seed: 21, rows: 256, columns: 224 })
  mkdirSync(join(folder, 'DICOM'), { recursive: true })
  for (let i = 1; i <= patients; i++) {
    const identity = syntheticIdentity(100 + i, 'adult')
    // The second has the first one's number and another name.
    const patientId = i === 2 ? syntheticIdentity(101, 'adult').patientId : identity.patientId
    const bytes = writeRadiograph(drawing, { identity: { ...identity, patientId } })
    writeFileSync(join(folder, 'DICOM', `IM${String(i).padStart(4, '0')}`), bytes)
  }
  cpSync(join(root, 'fixtures/broken/cut-in-header.dcm'), join(folder, 'DICOM/IM9999'))
  writeFileSync(join(folder, 'README.TXT'), 'Images of a practice.\n')
}

type Job = { readonly state: string; readonly walked: boolean; readonly counts: Readonly<Record<string, number>> }
const lastJob = async (app: RunningApp) => ((await app.call('jobList')) as Job[])[0] as Job

test('the CD: a patient collision, the folder gone and back, the refused list saved, nothing new the second time', async ({
  app,
  dataDir,
}) => {
  test.setTimeout(240_000)
  const { page } = app
  const [disc, away, list] = ['disc', 'away', 'refused.csv'].map((name) => join(dataDir, name)) as [
    string,
    string,
    string,
  ]
  writeDisc(disc)
  await app.enter('Ada')
  await app.electron.evaluate(
    ({ dialog }, [folder, file]) => {
      dialog.showOpenDialog = async () => ({ canceled: false, filePaths: [folder] })
      dialog.showSaveDialog = async () => ({ canceled: false, filePath: file })
    },
    [disc, list] as const,
  )
  const jobs = page.getByRole('region', { name: 'Imports' })
  const { jobId } = (await app.call('intakeChoose', { what: 'folder' })) as { jobId: number }
  // Once it is known what is on the disc; most of it is still to be read.
  while (!(await lastJob(app)).walked) await page.waitForTimeout(5)
  await app.call('jobControl', { jobId, action: 'pause' })
  // What another caller did is told to the window.
  await expect(jobs.getByText('paused', { exact: true })).toBeVisible()
  renameSync(disc, away)
  await jobs.getByRole('button', { name: 'Resume' }).click()
  await expect(jobs.getByText('waiting', { exact: true })).toBeVisible({ timeout: 60_000 })
  await expect(jobs).toContainText('it is not there any more')
  // Nothing of what is gone is in the list, and nothing of it is refused: it is still to come.
  const gone = (await lastJob(app)).counts
  expect(gone['imported']).toBeLessThan(patients)
  expect((await app.counts()).total).toBe(gone['imported'])
  await app.screenshot('cd-folder-gone')

  // The job sees that the disc is back and goes on by itself.
  renameSync(away, disc)
  await expect.poll(async () => (await lastJob(app)).counts['imported'], { timeout: 120_000 }).toBe(patients)
  await app.settled()
  const { counts } = await lastJob(app)
  expect(counts).toMatchObject({ found: patients + 2, imported: patients, refused: 1, skipped: 1, queued: 0 })

  await jobs.getByRole('button', { name: 'Refused, failed, skipped' }).click()
  await expect(page.getByRole('dialog')).toContainText('IM9999')
  await app.screenshot('cd-refused')
  await page.getByRole('button', { name: 'Save as CSV…' }).click()
  await expect.poll(() => readFileSync(list, { encoding: 'utf8', flag: 'a+' })).toContain('IM9999')
  await page.keyboard.press('Escape')

  // Two people of one number: told, side by side; joined and parted again by a reader.
  await page.keyboard.press('r')
  await page.getByRole('searchbox', { name: 'Search' }).fill('SYN-0101')
  await expect(page.getByText('check patient')).toHaveCount(2)
  await page.getByText('check patient').first().click()
  await page.keyboard.press('Enter')
  await expect(page.getByRole('region', { name: 'Whose study this is' })).toContainText('Same patient ID')
  await app.screenshot('cd-collision')
  await page.getByRole('button', { name: 'Same person: join their studies' }).click()
  await expect(page.getByRole('button', { name: 'Part them again' })).toBeVisible()
  await expect(page.getByRole('button', { name: /Prior beside/ })).toBeVisible()
  await app.screenshot('cd-joined')
  await page.getByRole('button', { name: 'Part them again' }).click()
  await expect(page.getByRole('button', { name: 'Same person: join their studies' })).toBeVisible()
  // One person of two numbers: looked for, joined and parted.
  await page.keyboard.press('Shift+P')
  await expect(page.getByRole('searchbox', { name: 'Name or ID of the other' })).toBeFocused()
  await page.keyboard.type('SYN-0103')
  await page
    .locator('.found-patient')
    .getByRole('button', { name: /^Same person/ })
    .click()
  await expect(page.getByText('A reader said that these are one patient')).toHaveCount(2)
  await app.screenshot('cd-two-numbers')
  await page.getByRole('button', { name: 'Part them again' }).click()
  await expect(page.getByText('A reader said that these are one patient')).toHaveCount(0)
  await page.locator('.viewport .hand').first().click()
  await page.keyboard.press('Escape')

  const before = await app.counts()
  await page.keyboard.press('Control+Shift+O')
  await expect.poll(async () => ((await app.call('jobList')) as Job[]).length).toBe(2)
  await app.settled()
  expect((await lastJob(app)).counts).toMatchObject({ imported: 0, duplicate: patients, refused: 1 })
  expect(await app.counts()).toEqual(before)
})
