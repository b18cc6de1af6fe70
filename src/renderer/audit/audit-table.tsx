import { wordTime } from '#renderer/messages/dates.ts'
import { useLanguage, useWords } from '#renderer/messages/use-words.ts'
import type { AuditRecord } from '#shared/audit.ts'
import { auditActionWords, auditWords } from './words.ts'

/** Records of the audit trail, the latest first. */
export function AuditTable({ records }: { readonly records: readonly AuditRecord[] }) {
  const t = useWords(auditWords)
  const actions = useWords(auditActionWords)
  const language = useLanguage()
  return (
    <table className="data">
      <thead>
        <tr>
          <th scope="col" className="number">
            {t('number')}
          </th>
          <th scope="col">{t('time')}</th>
          <th scope="col">{t('who')}</th>
          <th scope="col">{t('what')}</th>
          <th scope="col">{t('subject')}</th>
          <th scope="col">{t('detail')}</th>
        </tr>
      </thead>
      <tbody>
        {records.map(({ sequence, at, actor, action, subject, detail }) => (
          <tr key={sequence}>
            <td className="number">{sequence}</td>
            <td>{wordTime(at, language)}</td>
            <td>{actor}</td>
            <td>{actions(action)}</td>
            <td>{subject}</td>
            <td>
              {Object.entries(detail)
                .map(([key, value]) => `${key}: ${value}`)
                .join(' · ')}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}
