import { useAnswer } from '#renderer/bridge.ts'
import { Answer } from '#renderer/parts/answer.tsx'
import { useEvent } from '#renderer/bridge.ts'
import type { StudyDetail } from '#shared/study.ts'
import { StudyRoom } from './study-room.tsx'
import './review.css'

/** The reading room of one study. */
export function StudyScreen({ studyId }: { readonly studyId: number }) {
  const study = useAnswer('study:get', { studyId })
  useEvent('study:changed', (changed) => {
    if (changed.studyId === studyId) void study.refetch()
  })
  // What was waited for may have come in.
  useEvent('worklist:changed', () => {
    if (study.data && isWaiting(study.data)) void study.refetch()
  })
  return (
    <Answer answer={study}>
      {(detail) => <StudyRoom key={String(detail.unaided)} study={detail} onChanged={() => void study.refetch()} />}
    </Answer>
  )
}

const isWaiting = ({ images }: StudyDetail) =>
  images.some(({ analyses }) => analyses.some(({ analysis: { state } }) => state === 'queued' || state === 'running'))
