import { Button, NativeSelect, TextInput } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useAct } from '#renderer/bridge.ts'
import { useWords } from '#renderer/messages/use-words.ts'
import { Dialog } from '#renderer/parts/dialog.tsx'
import { Trouble } from '#renderer/parts/trouble.tsx'
import type { ReplyOf } from '#shared/contract.ts'
import type { ReferenceMapping } from '#shared/evaluation.ts'
import { UnmatchedRows } from './unmatched-rows.tsx'
import { evaluationWords } from './words.ts'

const ways = {
  auto: 'auto',
  'sop-instance-uid': 'sop',
  path: 'path',
  accession: 'accession',
  'study-instance-uid': 'studyUid',
  'patient-id': 'patientId',
} as const

type Preview = NonNullable<ReplyOf<'reference:choose'>>
type Props = { readonly preview: Preview; readonly onClose: () => void }

/** Says what the columns of a file of labels mean, and takes it in; rows that found no case are listed. */
export function ReferenceDialog({ preview, onClose }: Props) {
  const t = useWords(evaluationWords)
  const client = useQueryClient()
  const [name, setName] = useState('')
  const [mapping, setMapping] = useState<ReferenceMapping>(preview.suggested)
  const [positive, setPositive] = useState(preview.suggested.positive.join(', '))
  const take = useAct('reference:import', {
    ownTrouble: true,
    onSuccess: () => void client.invalidateQueries({ queryKey: ['reference:list'] }),
  })
  const put = (change: Partial<ReferenceMapping>) => setMapping({ ...mapping, ...change })
  const values = positive
    .split(',')
    .map((value) => value.trim())
    .filter((value) => value !== '')
  return (
    <Dialog title={t('importTitle')} size="xl" onClose={onClose}>
      {take.data ? (
        <>
          <output>✓ {t('imported', { matched: take.data.matched, unmatched: take.data.unmatched.length })}</output>
          {take.data.unmatched.length > 0 && <UnmatchedRows rows={take.data.unmatched} />}
        </>
      ) : (
        <form
          onSubmit={(event) => {
            event.preventDefault()
            take.mutate({ token: preview.token, name: name.trim(), mapping: { ...mapping, positive: values } })
          }}
        >
          <div className="fields">
            <TextInput
              label={t('setName')}
              value={name}
              maxLength={80}
              onChange={(event) => setName(event.currentTarget.value)}
              data-autofocus
            />
            <NativeSelect
              label={t('idColumn')}
              value={mapping.idColumn}
              onChange={(event) => put({ idColumn: event.currentTarget.value })}
              data={preview.columns}
            />
            <NativeSelect
              label={t('labelColumn')}
              value={mapping.labelColumn}
              onChange={(event) => put({ labelColumn: event.currentTarget.value })}
              data={preview.columns}
            />
            <NativeSelect
              label={t('matchBy')}
              value={mapping.match}
              onChange={(event) => put({ match: event.currentTarget.value as ReferenceMapping['match'] })}
              data={(Object.keys(ways) as (keyof typeof ways)[]).map((value) => ({ value, label: t(ways[value]) }))}
            />
          </div>
          <TextInput
            label={t('positiveValues')}
            value={positive}
            onChange={(event) => setPositive(event.currentTarget.value)}
          />
          <Sample preview={preview} />
          {take.error && <Trouble error={take.error} />}
          <Button type="submit" variant="filled" disabled={name.trim() === ''} loading={take.isPending}>
            {t('import')}
          </Button>
        </form>
      )}
    </Dialog>
  )
}

function Sample({ preview: { columns, sample, rows } }: { readonly preview: Preview }) {
  const t = useWords(evaluationWords)
  return (
    <table className="data">
      <caption>{t('firstRows', { rows })}</caption>
      <thead>
        <tr>
          {columns.map((column) => (
            <th scope="col" key={column}>
              {column}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {sample.map((row) => (
          <tr key={row.join(' ')}>
            {columns.map((column, i) => (
              <td key={column}>{row[i]}</td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  )
}
