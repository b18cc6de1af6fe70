// Lines of a virtual list are placed one by one, which those of a table cannot be.
// oxlint-disable jsx-a11y/prefer-tag-over-role
import { memo, useEffect, useMemo, useRef } from 'react'
import { useAnswer } from '#renderer/bridge.ts'
import { groupWords } from '#renderer/messages/domain-words.ts'
import { useLanguage, useWords } from '#renderer/messages/use-words.ts'
import { openStudy } from '#renderer/shell/route.ts'
import type { Group } from '#shared/domain.ts'
import type { InstalledModel } from '#shared/models.ts'
import { GroupMark } from './group-mark.tsx'
import { ModelsContext } from './judged-by.tsx'
import { heightOf, topOf, totalHeight } from './line-places.ts'
import { layOut } from './list-layout.ts'
import type { Entry, ListState } from './list-state.ts'
import { StudyRow } from './study-row.tsx'
import { useLinesInSight } from './use-lines-in-sight.ts'
import { list } from './use-list.ts'
import { worklistWords } from './words.ts'

/** Of the line of column names, which stays at the top. */
const columnsHeight = 23
const columns = [
  'columnState',
  'columnPicture',
  'columnPatient',
  'columnStudy',
  'columnReason',
  'columnImages',
  'columnReading',
] as const

const noModels: readonly InstalledModel[] = []

/** Pages are fetched when so few fetched lines are left below. */
const linesAhead = 250

/** The studies, drawn only where they are in sight: a hundred thousand scroll as ten do. */
export function StudyList({ state }: { readonly state: ListState }) {
  const t = useWords(worklistWords)
  const models = useAnswer('model:list', undefined, { staleTime: 60_000 }).data ?? noModels
  const scroller = useRef<HTMLDivElement>(null)
  const { entries, query, next, adopted, selectedId } = state
  const { lines, unfetched } = useMemo(() => layOut({ entries, query, next, adopted }), [entries, query, next, adopted])
  const places = useMemo(
    () => ({
      count: lines.length + unfetched,
      headings: lines.flatMap(({ kind }, index) => (kind === 'heading' ? index : [])),
    }),
    [lines, unfetched],
  )
  const { from, to } = useLinesInSight(scroller, places)
  useEffect(() => {
    if (unfetched > 0 && to > lines.length - linesAhead) list.fetchMore(to <= lines.length)
  }, [unfetched, to, lines.length])

  const selectedIndex = useMemo(
    () => lines.findIndex((line) => line.kind === 'row' && line.entry.row.studyId === selectedId),
    [lines, selectedId],
  )
  const shownId = useRef<number>(undefined)
  useEffect(() => {
    const element = scroller.current
    if (element && selectedIndex >= 0 && selectedId !== shownId.current) {
      const top = topOf(places, selectedIndex)
      const least = top + heightOf(places, selectedIndex) + columnsHeight - element.clientHeight
      element.scrollTop = Math.min(top, Math.max(least, element.scrollTop))
    }
    shownId.current = selectedId
  }, [places, selectedIndex, selectedId])

  return (
    <div
      ref={scroller}
      role="grid"
      className="study-list"
      aria-label={t('listName')}
      aria-rowcount={places.count + 1}
      tabIndex={0}
      aria-activedescendant={selectedIndex >= from && selectedIndex < to ? `study-${selectedId}` : undefined}
      onMouseEnter={() => void (list.attended = true)}
      onMouseLeave={() => void (list.attended = false)}
    >
      <div role="row" className="study-columns" aria-rowindex={1}>
        {columns.map((column) => (
          <span role="columnheader" key={column}>
            {t(column)}
          </span>
        ))}
      </div>
      <ModelsContext value={models}>
        <div role="rowgroup" className="study-canvas" style={{ height: totalHeight(places) }}>
          {Array.from({ length: Math.max(0, to - from) }, (_, i) => {
            const index = from + i
            const line = lines[index]
            const place = { index, top: topOf(places, index), height: heightOf(places, index) }
            if (line?.kind === 'heading') {
              return <HeadingLine key={line.group} group={line.group} count={line.count} {...place} />
            }
            if (line?.kind !== 'row') return <UnfetchedLine key={`unfetched ${index}`} {...place} />
            const { entry } = line
            const { studyId } = entry.row
            return <RowLine key={studyId} entry={entry} isSelected={studyId === selectedId} {...place} />
          })}
        </div>
      </ModelsContext>
    </div>
  )
}

type Place = { readonly index: number; readonly top: number; readonly height: number }

const styleOf = ({ top, height }: Place) => ({ top, height })

type HeadingProps = Place & { readonly group: Group; readonly count: number | undefined }

const HeadingLine = memo(function HeadingLine({ group, count, ...place }: HeadingProps) {
  const words = useWords(groupWords)
  const language = useLanguage()
  return (
    <div role="row" aria-rowindex={place.index + 2} className={`group-heading heading-${group}`} style={styleOf(place)}>
      <span role="gridcell" aria-colspan={columns.length}>
        <GroupMark group={group} /> {words(group)}{' '}
        <span className="number quiet">{count?.toLocaleString(language)}</span>
      </span>
    </div>
  )
})

const UnfetchedLine = memo(function UnfetchedLine(place: Place) {
  return (
    <div role="row" aria-rowindex={place.index + 2} className="study-row unfetched" style={styleOf(place)}>
      <span role="gridcell" aria-colspan={columns.length}>
        …
      </span>
    </div>
  )
})

type RowProps = Place & { readonly entry: Entry; readonly isSelected: boolean }

/** By its entry, which stays the same until the study changes: what is fetched below draws no row above. */
const RowLine = memo(function RowLine({ entry, isSelected, ...place }: RowProps) {
  const { studyId, group } = entry.row
  return (
    // The grid has the focus and the keys; a row is told by its id.
    // oxlint-disable-next-line jsx-a11y/click-events-have-key-events, jsx-a11y/interactive-supports-focus
    <div
      role="row"
      id={`study-${studyId}`}
      aria-rowindex={place.index + 2}
      aria-selected={isSelected}
      className={`study-row ${group ? `row-${group}` : ''} ${isSelected ? 'selected' : ''}`}
      style={styleOf(place)}
      onClick={() => list.select(studyId)}
      onDoubleClick={() => openStudy(studyId)}
    >
      <StudyRow entry={entry} />
    </div>
  )
})
