import { wordTime } from '#renderer/messages/dates.ts'
import { groupWords } from '#renderer/messages/domain-words.ts'
import { wordPersonName } from '#renderer/messages/person-name.ts'
import { wordReason } from '#renderer/messages/reason-words.ts'
import { useLanguage, useWords } from '#renderer/messages/use-words.ts'
import { useNeighbours } from '#renderer/worklist/use-list.ts'
import { worklistWords } from '#renderer/worklist/words.ts'
import type { StudyDetail } from '#shared/study.ts'
import { reviewWords } from './words.ts'

/** Whose study it is, when it was made, where it stands in the list and why. */
export function StudyHead({ study, onBack }: { readonly study: StudyDetail; readonly onBack: () => void }) {
  const t = useWords(reviewWords)
  const tg = useWords(groupWords)
  const tl = useWords(worklistWords)
  const language = useLanguage()
  const { position, total } = useNeighbours(study.studyId)
  const { patient, images, group, reasons, level } = study
  const [first] = images
  return (
    <header className="study-head">
      <button type="button" onClick={onBack}>
        ← {t('back')} <kbd>Esc</kbd>
      </button>
      <h1>{wordPersonName(patient.patientName) || patient.patientId || t('study')}</h1>
      <span className="quiet">
        {[
          patient.patientId,
          patient.patientSex,
          patient.patientBirthDate && tl('born', { date: wordTime(patient.patientBirthDate, language) }),
        ]
          .filter(Boolean)
          .join(' · ')}
      </span>
      <span className="quiet">
        {[
          first?.header.series.modality,
          first?.header.study.studyDescription,
          wordTime(first?.header.image.acquiredAt, language),
        ]
          .filter(Boolean)
          .join(' · ')}
      </span>
      {patient.warnings.map(({ kind, otherPatientId }) => (
        <span key={`${kind}-${otherPatientId}`} className="trouble">
          {t(kind === 'merged' ? 'patientMerged' : 'patientWarning')}
        </span>
      ))}
      {group && (
        <span className={`group-word group-${group}`}>
          <strong>{[tg(group), level].filter(Boolean).join(': ')}</strong>{' '}
          {reasons.map((reason) => wordReason(reason, language)).join('; ')}
        </span>
      )}
      {position !== undefined && <span className="quiet number">{t('position', { n: position, total })}</span>}
    </header>
  )
}
