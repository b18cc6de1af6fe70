import { useRef, useState } from 'react'
import { useAct, useAnswer } from '#renderer/bridge.ts'
import { useKeyNames } from '#renderer/keys/key-names.ts'
import { useShortcuts } from '#renderer/keys/use-shortcuts.ts'
import { useWords } from '#renderer/messages/use-words.ts'
import type { StudyDetail } from '#shared/study.ts'
import { Differences } from './differences.tsx'
import { reviewWords } from './words.ts'

type Props = { readonly patient: StudyDetail['patient']; readonly onChanged: () => void }

/** A person whom another hospital, or a slip of the pen, gave another PatientID: found by name or ID, joined by a reader. */
export function FindPatient({ patient, onChanged }: Props) {
  const t = useWords(reviewWords)
  const named = useKeyNames()
  const field = useRef<HTMLInputElement>(null)
  const [open, setOpen] = useState(false)
  const [search, setSearch] = useState('')
  const isAsked = search.trim().length > 1
  const found = useAnswer('patient:find', { search, not: patient.id }, { enabled: open && isAsked })
  const merge = useAct('patient:merge', { onSuccess: onChanged })
  useShortcuts(t('review'), [
    {
      keys: ['Shift+P'],
      name: t('findPatient'),
      run: () => {
        setOpen(true)
        // Folded away, the field takes no focus.
        setTimeout(() => field.current?.focus())
      },
    },
  ])
  return (
    <details className="find-patient" open={open} onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>
        {t('elsewhere')} <kbd aria-hidden="true">{named('Shift+P')}</kbd>
      </summary>
      <label>
        {t('searchPatient')}
        <input
          ref={field}
          type="search"
          maxLength={200}
          value={search}
          onChange={(event) => setSearch(event.target.value)}
        />
      </label>
      {isAsked && found.data?.length === 0 && <p className="quiet">{t('nobody')}</p>}
      {isAsked &&
        found.data?.map((other) => (
          <div key={other.id} className="found-patient">
            <Differences here={patient} there={other} />
            <button type="button" onClick={() => merge.mutate({ patientId: other.id, into: patient.id })}>
              {t('merge')}
            </button>
          </div>
        ))}
    </details>
  )
}
