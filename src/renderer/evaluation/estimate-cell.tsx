import { useLanguage } from '#renderer/messages/use-words.ts'
import type { Estimate } from '#shared/evaluation.ts'

/** A fraction in three decimals. */
export function Fraction({ value }: { readonly value: number | undefined }) {
  const language = useLanguage()
  return value === undefined || Number.isNaN(value)
    ? '–'
    : value.toLocaleString(language, { minimumFractionDigits: 3, maximumFractionDigits: 3 })
}

/** An estimate with its interval, in two cells of a table. */
export function EstimateCells({ estimate }: { readonly estimate: Estimate | undefined }) {
  return (
    <>
      <td className="number">
        <Fraction value={estimate?.value} />
      </td>
      <td className="number">
        {estimate && (
          <>
            <Fraction value={estimate.low} /> – <Fraction value={estimate.high} />
          </>
        )}
      </td>
    </>
  )
}
