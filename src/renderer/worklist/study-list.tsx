// Lines of a virtual list are placed one by one, which those of a table cannot be.
// oxlint-disable jsx-a11y/prefer-tag-over-role
import { useVirtualizer } from '@tanstack/react-virtual'
import { memo, useCallback, useEffect, useMemo, useRef } from 'react'
import { useAnswer } from '#renderer/bridge.ts'
import { groupWords } from '#renderer/messages/domain-words.ts'
import { useLanguage, useWords } from '#renderer/messages/use-words.ts'
import { openStudy } from '#renderer/shell/route.ts'
import type { InstalledModel } from '#shared/models.ts'
import { GroupMark } from './group-mark.tsx'
import { ModelsContext } from './judged-by.tsx'
import { layOut, type Line } from './list-layout.ts'
import type { ListState } from './list-state.ts'
import { StudyRow } from './study-row.tsx'
import { list } from './use-list.ts'
import { worklistWords } from './words.ts'

const rowHeight = 46
const headingHeight = 28
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

/** A row keeps its key wherever it moves, so that React moves it and does not fill it anew. */
function keyOf(line: Line | undefined, index: number): string | number {
  if (line?.kind === 'row') return line.entry.row.studyId
  return line?.kind === 'heading' ? line.group : `unfetched ${index}`
}

const noModels: readonly InstalledModel[] = []

const unfetchedLine: Line = { kind: 'unfetched' }

let lastOffset = 0

/** The studies, drawn only where they are in sight: a hundred thousand scroll as ten do. */
export function StudyList({ state }: { readonly state: ListState }) {
  const t = useWords(worklistWords)
  const models = useAnswer('model:list', undefined, { staleTime: 60_000 }).data ?? noModels
  const scroller = useRef<HTMLDivElement>(null)
  const { lines, unfetched } = useMemo(() => layOut(state), [state])
  // A new function for new lines: by it the virtualiser knows that places and heights have changed.
  const lineKey = useCallback((index: number) => keyOf(lines[index], index), [lines])
  // oxlint-disable-next-line react/incompatible-library
  const virtual = useVirtualizer({
    count: lines.length + unfetched,
    getScrollElement: () => scroller.current,
    getItemKey: lineKey,
    estimateSize: (index) => (lines[index]?.kind === 'heading' ? headingHeight : rowHeight),
    overscan: 8,
    initialOffset: () => lastOffset,
    scrollMargin: columnsHeight,
    scrollPaddingStart: columnsHeight,
  })
  const items = virtual.getVirtualItems()
  const lastShown = items.at(-1)?.index ?? 0
  useEffect(() => {
    if (unfetched > 0 && lastShown > lines.length - 40) list.fetchMore()
  }, [unfetched, lastShown, lines.length])
  useEffect(() => () => void (lastOffset = scroller.current?.scrollTop ?? 0), [])

  const selectedIndex = useMemo(
    () => lines.findIndex((line) => line.kind === 'row' && line.entry.row.studyId === state.selectedId),
    [lines, state.selectedId],
  )
  const shownIndex = useRef(-1)
  useEffect(() => {
    if (selectedIndex >= 0 && state.selectedId !== shownIndex.current) virtual.scrollToIndex(selectedIndex)
    shownIndex.current = state.selectedId ?? -1
  }, [selectedIndex, state.selectedId, virtual])

  return (
    <div
      ref={scroller}
      role="grid"
      className="study-list"
      aria-label={t('listName')}
      aria-rowcount={lines.length + unfetched + 1}
      tabIndex={0}
      aria-activedescendant={selectedIndex >= 0 ? `study-${state.selectedId}` : undefined}
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
        <div role="rowgroup" className="study-canvas" style={{ height: virtual.getTotalSize() }}>
          {items.map(({ index, key, start, size }) => (
            <VirtualLine
              key={key}
              line={lines[index] ?? unfetchedLine}
              index={index}
              start={start - columnsHeight}
              size={size}
              isSelected={index === selectedIndex}
              isMoving={virtual.isScrolling}
            />
          ))}
        </div>
      </ModelsContext>
    </div>
  )
}

type LineProps = {
  readonly line: Line
  readonly index: number
  readonly start: number
  readonly size: number
  readonly isSelected: boolean
  readonly isMoving: boolean
}

const VirtualLine = memo(function VirtualLine({ line, index, start, size, isSelected, isMoving }: LineProps) {
  const groups = useWords(groupWords)
  const language = useLanguage()
  const place = { transform: `translateY(${start}px)`, height: size }
  if (line.kind === 'heading') {
    return (
      <div role="row" aria-rowindex={index + 2} className={`group-heading heading-${line.group}`} style={place}>
        <span role="gridcell" aria-colspan={columns.length}>
          <GroupMark group={line.group} /> {groups(line.group)}{' '}
          <span className="number quiet">{line.count?.toLocaleString(language)}</span>
        </span>
      </div>
    )
  }
  if (line.kind === 'unfetched') {
    return (
      <div role="row" aria-rowindex={index + 2} className="study-row unfetched" style={place}>
        <span role="gridcell" aria-colspan={columns.length}>
          …
        </span>
      </div>
    )
  }
  const { studyId, group } = line.entry.row
  return (
    // The grid has the focus and the keys; a row is told by its id.
    // oxlint-disable-next-line jsx-a11y/click-events-have-key-events, jsx-a11y/interactive-supports-focus
    <div
      role="row"
      id={`study-${studyId}`}
      aria-rowindex={index + 2}
      aria-selected={isSelected}
      className={`study-row ${group ? `row-${group}` : ''} ${isSelected ? 'selected' : ''}`}
      style={place}
      onClick={() => list.select(studyId)}
      onDoubleClick={() => openStudy(studyId)}
    >
      <StudyRow entry={line.entry} waiting={isMoving} />
    </div>
  )
})
