import { useWords } from '#renderer/messages/use-words.ts'
import type { Evaluation } from '#shared/evaluation.ts'
import { EstimateCells } from './estimate-cell.tsx'
import { evaluationWords } from './words.ts'

/** The AUC of each subgroup; where there are too few cases, a warning stands beside the figure. */
export function Subgroups({ subgroups }: { readonly subgroups: Evaluation['subgroups'] }) {
  const t = useWords(evaluationWords)
  return (
    <table className="data">
      <caption>{t('subgroups')}</caption>
      <thead>
        <tr>
          <th scope="col">{t('subgroupName')}</th>
          <th scope="col" className="number">
            {t('cases2')}
          </th>
          <th scope="col" className="number">
            {t('positives')}
          </th>
          <th scope="col" className="number">
            {t('auc')}
          </th>
          <th scope="col" className="number">
            {t('interval')}
          </th>
          <td>&nbsp;</td>
        </tr>
      </thead>
      <tbody>
        {subgroups.map(({ name, n, positives, auc, smallNumbers }) => (
          <tr key={name}>
            <th scope="row">{name}</th>
            <td className="number">{n}</td>
            <td className="number">{positives}</td>
            <EstimateCells estimate={auc} />
            <td>
              {smallNumbers && (
                <span className="chip chip-warning" title={t('smallMeaning')}>
                  ⚠ {t('smallNumbers')}
                </span>
              )}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}
