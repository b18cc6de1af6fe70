import { Button, Checkbox, NativeSelect } from '@mantine/core'
import { useState } from 'react'
import { useAct } from '#renderer/bridge.ts'
import { useWords } from '#renderer/messages/use-words.ts'
import { Dialog } from '#renderer/parts/dialog.tsx'
import { Trouble } from '#renderer/parts/trouble.tsx'
import { tell } from '#renderer/shell/notices.ts'
import { list } from '#renderer/worklist/use-list.ts'
import type { RequestOf } from '#shared/contract.ts'
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
  const run = useAct('export:run', {
    ownTrouble: true,
    onSuccess: (done) => {
      if (!done) return
      tell({ tone: 'information', text: t(done.held > 0 ? 'held' : 'done', { rows: done.rows, held: done.held }) })
      onClose()
    },
  })
  const start = () =>
    run.mutate({
      format,
      level,
      identified,
      byteOrderMark,
      burnedInConfirmed,
      filter: which === 'all' ? {} : list.read().query.filter,
    })
  const hasPixels = format === 'dicom' || format === 'yolo' || format === 'coco'
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
        <Checkbox
          label={t('identified')}
          checked={identified}
          onChange={(event) => {
            setIdentified(event.currentTarget.checked)
            setConfirmed(false)
          }}
        />
        {identified ? (
          <Checkbox
            className="trouble"
            label={t('confirm')}
            checked={confirmed}
            onChange={(event) => setConfirmed(event.currentTarget.checked)}
          />
        ) : (
          <p className="quiet">{t('pseudonymised')}</p>
        )}
        {format === 'dicom' && !identified && <p className="quiet">{t('profile')}</p>}
        {hasPixels && !identified && (
          <Checkbox
            label={t('burnedIn')}
            checked={burnedInConfirmed}
            onChange={(event) => setBurnedIn(event.currentTarget.checked)}
          />
        )}
      </div>
      <p className="quiet">{t('recorded')}</p>
      {run.error && <Trouble error={run.error} />}
      <Button variant="filled" disabled={identified && !confirmed} loading={run.isPending} onClick={start}>
        {t('run')}
      </Button>
    </Dialog>
  )
}
