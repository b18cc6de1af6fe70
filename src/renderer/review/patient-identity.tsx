import { useAct } from '#renderer/bridge.ts'
import { wordTime } from '#renderer/messages/dates.ts'
import { wordPersonName } from '#renderer/messages/person-name.ts'
import { useLanguage, useWords } from '#renderer/messages/use-words.ts'
import type { StudyDetail } from '#shared/study.ts'
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

type Identity = Pick<StudyDetail['patient'], 'patientId' | 'patientName' | 'patientBirthDate' | 'patientSex'>
type Other = StudyDetail['patient']['warnings'][number]

/** Both side by side, what differs in bold, so that a slip of the pen is told from another person. */
function Differences({ here, there }: { readonly here: Identity; readonly there: Other }) {
  const t = useWords(reviewWords)
  const language = useLanguage()
  const told = ({ patientId, patientName, patientBirthDate, patientSex }: Identity) => [
    wordPersonName(patientName) || '–',
    patientId || '–',
    patientBirthDate === undefined ? '–' : wordTime(patientBirthDate, language),
    patientSex ?? '–',
  ]
  const [mine, theirs] = [told(here), told(there)]
  const names = [t('name'), t('patientId'), t('birthDate'), t('sex')]
  return (
    <table className="identities">
      <thead>
        <tr>
          <th scope="col">
            <span className="visually-hidden">{t('identity')}</span>
          </th>
          <th scope="col">{t('thisPatient')}</th>
          <th scope="col">{t('otherPatient', { n: there.studies })}</th>
        </tr>
      </thead>
      <tbody>
        {names.map((name, i) => (
          <tr key={name} className={mine[i] === theirs[i] ? undefined : 'differs'}>
            <th scope="row">{name}</th>
            <td>{mine[i]}</td>
            <td>{theirs[i]}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}
