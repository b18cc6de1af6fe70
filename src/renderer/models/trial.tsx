import { Button } from '@mantine/core'
import { useAct } from '#renderer/bridge.ts'
import { wordDevice } from '#renderer/messages/device-words.ts'
import { wordScore } from '#renderer/messages/score.ts'
import { useLanguage, useWords } from '#renderer/messages/use-words.ts'
import { Trouble } from '#renderer/parts/trouble.tsx'
import { list } from '#renderer/worklist/use-list.ts'
import type { Manifest } from '#shared/manifest.ts'
import { modelWords } from './words.ts'

type Props = { readonly proposalId: string; readonly manifest: Manifest; readonly isValid: boolean }

/** Runs the proposed model on an image, as the manifest says now, and shows the very tensor it was given. */
export function Trial({ proposalId, manifest, isValid }: Props) {
  const t = useWords(modelWords)
  const language = useLanguage()
  const trial = useAct('model:try', { ownTrouble: true })
  const { entries, selectedId } = list.read()
  const chosen = entries.find(({ row }) => row.studyId === selectedId) ?? entries[0]
  const imageId = chosen?.row.thumbnailImageId
  return (
    <fieldset className="plain-set">
      <legend>{t('tryTitle')}</legend>
      <p className="quiet">{t('tryHint')}</p>
      <Button
        loading={trial.isPending}
        disabled={!isValid}
        onClick={() => trial.mutate({ proposalId, manifest, ...(imageId !== undefined && { imageId }) })}
      >
        {t('try')}
      </Button>
      {trial.error && <Trouble error={trial.error} />}
      {trial.data && (
        <div className="fields">
          <figure className="trial-view">
            <img className="network-view" src={trial.data.networkView} alt={t('saw')} />
            <figcaption className="quiet">{t('saw')}</figcaption>
          </figure>
          <div>
            <p>
              {t('ran', {
                device: wordDevice(trial.data.device, language),
                ms: Math.round(trial.data.elapsedMs),
                boxes: trial.data.boxes,
              })}
            </p>
            <table className="data">
              <tbody>
                {trial.data.scores.map(({ label, score }) => (
                  <tr key={label}>
                    <th scope="row">{label}</th>
                    <td className="number">{wordScore(score, undefined, language)}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
        </div>
      )}
    </fieldset>
  )
}
