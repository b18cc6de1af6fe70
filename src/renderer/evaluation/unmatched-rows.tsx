import { useWords } from '#renderer/messages/use-words.ts'
import type { ReferenceSet } from '#shared/evaluation.ts'
import { evaluationWords } from './words.ts'

const shown = 200

/** The rows of a reference that found no case, or not one. */
export function UnmatchedRows({ rows }: { readonly rows: ReferenceSet['unmatched'] }) {
  const t = useWords(evaluationWords)
  return (
    <details>
      <summary>
        {t('unmatchedRows')} ({rows.length})
      </summary>
      <table className="data">
        <thead>
          <tr>
            <th scope="col" className="number">
              {t('row')}
            </th>
            <th scope="col">{t('id')}</th>
            <th scope="col">{t('why')}</th>
          </tr>
        </thead>
        <tbody>
          {rows.slice(0, shown).map(({ row, id, why }) => (
            <tr key={row}>
              <td className="number">{row}</td>
              <td className="file-path">{id}</td>
              <td>{t(why)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {rows.length > shown && <p className="quiet">…</p>}
    </details>
  )
}
