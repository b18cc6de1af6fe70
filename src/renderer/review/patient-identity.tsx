import { useAct } from '#renderer/bridge.ts'
import { useWords } from '#renderer/messages/use-words.ts'
import type { StudyDetail } from '#shared/study.ts'
import { Differences } from './differences.tsx'
import { reviewWords } from './words.ts'

type Props = { readonly patient: StudyDetail['patient']; readonly onChanged: () => void }

/**
 * Other patients of this PatientID, who may be the same person or a mix-up: only a reader says that two are one, and may
 * part them again. Nothing is rewritten by either.
 */
export function PatientIdentity({ patient, onChanged }: Props) {
  const t = useWords(reviewWords)
  const merge = useAct('patient:merge', { onSuccess: onChanged })
  const part = useAct('patient:unmerge', { onSuccess: onChanged })
  if (patient.warnings.length === 0) return undefined
  return (
    <section aria-label={t('identity')} className="patient-identity">
      <h2>{t('identity')}</h2>
      {patient.warnings.map((other) => {
        const { kind, otherPatientId } = other
        const isMerged = kind === 'merged'
        return (
          <div key={otherPatientId} className={isMerged ? 'quiet' : 'trouble'}>
            <p>{t(isMerged ? 'patientMerged' : 'patientWarning')}</p>
            <Differences here={patient} there={other} />
            {isMerged ? (
              <button type="button" onClick={() => part.mutate({ patientId: otherPatientId })}>
                {t('part')}
              </button>
            ) : (
              <button type="button" onClick={() => merge.mutate({ patientId: otherPatientId, into: patient.id })}>
                {t('merge')}
              </button>
            )}
          </div>
        )
      })}
    </section>
  )
}
