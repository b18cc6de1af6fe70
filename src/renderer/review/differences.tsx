import { wordTime } from '#renderer/messages/dates.ts'
import { wordPersonName } from '#renderer/messages/person-name.ts'
import { useLanguage, useWords } from '#renderer/messages/use-words.ts'
import type { StudyDetail } from '#shared/study.ts'
import { reviewWords } from './words.ts'

type Identity = Pick<StudyDetail['patient'], 'patientId' | 'patientName' | 'patientBirthDate' | 'patientSex'>
type Other = Identity & { readonly studies: number }

/** Both side by side, what differs in bold, so that a slip of the pen is told from another person. */
export function Differences({ here, there }: { readonly here: Identity; readonly there: Other }) {
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
