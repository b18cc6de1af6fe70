import { Button, Checkbox, NativeSelect, PasswordInput, Textarea } from '@mantine/core'
import { useState } from 'react'
import { useAct, useAnswer } from '#renderer/bridge.ts'
import { useLanguage, useWords } from '#renderer/messages/use-words.ts'
import { Dialog } from '#renderer/parts/dialog.tsx'
import { Trouble } from '#renderer/parts/trouble.tsx'
import { tell } from '#renderer/shell/notices.ts'
import { list } from '#renderer/worklist/use-list.ts'
import type { RequestOf } from '#shared/contract.ts'
import { limits } from '#shared/limits.ts'
import { readRegions } from './regions.ts'
import { exportWords } from './words.ts'

type Request = RequestOf<'export:run'>

const formats = ['csv', 'coco', 'yolo', 'jsonl', 'dicom'] as const
const levels = ['study', 'image', 'finding', 'reading'] as const

/** Results to take away: pseudonymised, unless a person says twice that they mean identities. */
export function ExportDialog({ onClose }: { readonly onClose: () => void }) {
  const t = useWords(exportWords)
  const [format, setFormat] = useState<Request['format']>('csv')
  const [level, setLevel] = useState<Request['level']>('image')
  const [which, setWhich] = useState<'filtered' | 'all'>('filtered')
  const [byteOrderMark, setByteOrderMark] = useState(false)
  const [identified, setIdentified] = useState(false)
  const [confirmed, setConfirmed] = useState(false)
  const [burnedInConfirmed, setBurnedIn] = useState(false)
  const [regions, setRegions] = useState('')
  const [passphrase, setPassphrase] = useState('')
  const run = useAct('export:run', {
    ownTrouble: true,
    onSuccess: (done) => {
      if (!done) return
      tell({ tone: 'information', text: t(done.held > 0 ? 'held' : 'done', { rows: done.rows, held: done.held }) })
      onClose()
    },
  })
  const isDicom = format === 'dicom'
  const isIdentified = identified && !isDicom
  const masks = readRegions(regions)
  const isShort = passphrase !== '' && passphrase.length < limits.passphrase.least
  const start = () =>
    run.mutate({
      format,
      level,
      identified: isIdentified,
      byteOrderMark,
      burnedInConfirmed,
      masks: masks ?? [],
      ...(passphrase !== '' && !isDicom && !isIdentified && { crosswalkPassphrase: passphrase }),
      filter: which === 'all' ? {} : list.read().query.filter,
    })
  return (
    <Dialog title={t('title')} size="lg" onClose={onClose}>
      <div className="fields">
        <NativeSelect
          label={t('format')}
          value={format}
          onChange={(event) => setFormat(event.currentTarget.value as Request['format'])}
          data={formats.map((value) => ({ value, label: t(value) }))}
          data-autofocus
        />
        {(format === 'csv' || format === 'jsonl') && (
          <NativeSelect
            label={t('level')}
            value={level}
            onChange={(event) => setLevel(event.currentTarget.value as Request['level'])}
            data={levels.map((value) => ({ value, label: t(value) }))}
          />
        )}
        <NativeSelect
          label={t('which')}
          value={which}
          onChange={(event) => setWhich(event.currentTarget.value as 'filtered' | 'all')}
          data={(['filtered', 'all'] as const).map((value) => ({ value, label: t(value) }))}
        />
      </div>
      <div className="export-choices">
        {format === 'csv' && (
          <Checkbox
            label={t('bom')}
            checked={byteOrderMark}
            onChange={(event) => setByteOrderMark(event.currentTarget.checked)}
          />
        )}
        {!isDicom && (
          <Checkbox
            label={t('identified')}
            checked={identified}
            onChange={(event) => {
              setIdentified(event.currentTarget.checked)
              setConfirmed(false)
            }}
          />
        )}
        {isIdentified ? (
          <Checkbox
            className="trouble"
            label={t('confirm')}
            checked={confirmed}
            onChange={(event) => setConfirmed(event.currentTarget.checked)}
          />
        ) : (
          <p className="quiet">{t('pseudonymised')}</p>
        )}
        {!isDicom && !isIdentified && (
          <PasswordInput
            label={t('crosswalk')}
            value={passphrase}
            error={isShort && t('shortPassphrase', { least: limits.passphrase.least })}
            onChange={(event) => setPassphrase(event.currentTarget.value)}
          />
        )}
        {isDicom && (
          <>
            <p className="quiet">{t('profile')}</p>
            <ul className="quiet">
              {(['optionDates', 'optionPixels', 'optionRest'] as const).map((key) => (
                <li key={key}>{t(key)}</li>
              ))}
            </ul>
            <Checkbox
              label={t('burnedIn')}
              checked={burnedInConfirmed}
              onChange={(event) => setBurnedIn(event.currentTarget.checked)}
            />
            <Textarea
              label={t('masks')}
              placeholder="0,0,640,60"
              rows={3}
              value={regions}
              error={masks === undefined && t('badMasks')}
              onChange={(event) => setRegions(event.currentTarget.value)}
            />
          </>
        )}
      </div>
      <p className="quiet">{t('recorded')}</p>
      {run.isPending && <Progress />}
      {run.error && <Trouble error={run.error} />}
      <Button
        variant="filled"
        disabled={(isIdentified && !confirmed) || isShort || masks === undefined}
        loading={run.isPending}
        onClick={start}
      >
        {t('run')}
      </Button>
    </Dialog>
  )
}

/** How far the export that runs is. */
function Progress() {
  const t = useWords(exportWords)
  const language = useLanguage()
  const { data } = useAnswer('export:progress', undefined, { staleTime: 0, refetchInterval: 500 })
  const read = data?.read
  return <output>{read === undefined ? '' : t('soFar', { n: read.toLocaleString(language) })}</output>
}
