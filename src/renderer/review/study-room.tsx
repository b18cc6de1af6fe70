import { useEffect, useRef, useState } from 'react'
import { useAct, useAnswer } from '#renderer/bridge.ts'
import { useShortcuts } from '#renderer/keys/use-shortcuts.ts'
import { useWords } from '#renderer/messages/use-words.ts'
import { Boxes } from '#renderer/overlays/boxes.tsx'
import { HeatmapControls } from '#renderer/overlays/heatmap-controls.tsx'
import { HeatmapLayer } from '#renderer/overlays/heatmap-layer.tsx'
import { add, boxesOf, correct } from '#renderer/overlays/marks.ts'
import { ScorePanel } from '#renderer/overlays/score-panel.tsx'
import { overlayWords } from '#renderer/overlays/words.ts'
import { goTo, openStudy } from '#renderer/shell/route.ts'
import { deedKeys, toolKeys, Toolbar, type Deed } from '#renderer/viewer/toolbar.tsx'
import { Viewport } from '#renderer/viewer/viewport.tsx'
import {
  flippedOver,
  freshViewport,
  type Tool,
  tools,
  turned,
  type ViewportState,
} from '#renderer/viewer/viewport-state.ts'
import { viewerWords } from '#renderer/viewer/words.ts'
import { useFrame } from '#renderer/viewer/use-frame.ts'
import { list, useNeighbours } from '#renderer/worklist/use-list.ts'
import type { Mark } from '#shared/domain.ts'
import type { StudyDetail } from '#shared/study.ts'
import { useModels } from './use-models.ts'
import { FindingList } from './finding-list.tsx'
import { ImageTrouble } from './image-trouble.tsx'
import { NetworkViewDialog } from './network-view-dialog.tsx'
import { PriorViewport } from './prior-viewport.tsx'
import { StudyHead } from './study-head.tsx'
import { useCine } from './use-cine.ts'
import { useHeld } from './use-held.ts'
import { VerdictPanel } from './verdict-panel.tsx'
import { reviewWords } from './words.ts'

type Props = { readonly study: StudyDetail; readonly onChanged: () => void }
type Shown = { readonly modelId: string; readonly label: string }

/** Images with their marks on the left, what was found and the reader's verdict on the right. Everything by keys. */
export function StudyRoom({ study, onChanged }: Props) {
  const t = useWords(reviewWords)
  const tv = useWords(viewerWords)
  const to = useWords(overlayWords)
  const { nextId, nextUnreadId, previousId } = useNeighbours(study.studyId)
  const models = useModels()
  const [imageIndex, setImageIndex] = useState(0)
  const [states, setStates] = useState<Readonly<Record<number, ViewportState>>>({})
  const [tool, setTool] = useState<Tool>('window')
  const [marks, setMarks] = useState<readonly Mark[]>([])
  const [selected, setSelected] = useState<string>()
  const [shownFrom, setShownFrom] = useState(0)
  const [heatmapOf, setHeatmapOf] = useState<Shown>()
  const [strength, setStrength] = useState(0.5)
  const [networkViewOf, setNetworkViewOf] = useState<string>()
  const [priorShown, setPriorShown] = useState(false)
  const [playing, setPlaying] = useState(false)
  const [newLabel, setNewLabel] = useState(models.labels[0] ?? 'opacity')
  const hidden = useHeld('h')
  const comment = useRef<HTMLTextAreaElement>(null)
  const start = useAct('reading:start')
  const prefetch = useAct('study:prefetch')
  const image = study.images[imageIndex]
  const state = (image && states[image.id]) ?? freshViewport
  const frame = useFrame(image?.id ?? 0, state.frame).data?.description
  const { studyId } = study

  // Once a study is open: the clock of the reading starts, and the next study is decoded ahead.
  const begin = start.mutate
  const ahead = prefetch.mutate
  useEffect(() => begin({ studyId }), [begin, studyId])
  useEffect(() => {
    if (nextId !== undefined) ahead({ studyId: nextId })
  }, [ahead, nextId])

  const change = (imageId: number) => (made: (before: ViewportState) => ViewportState) =>
    setStates((before) => ({ ...before, [imageId]: made(before[imageId] ?? freshViewport) }))
  const changeFront = (made: (before: ViewportState) => ViewportState) => image && change(image.id)(made)

  useCine(playing, frame, changeFront)

  const boxes = image ? boxesOf(image, marks) : []
  const visible = hidden ? [] : boxes.filter(({ score }) => score === undefined || score >= shownFrom)
  const heatmap = useAnswer(
    'image:heatmap',
    { imageId: image?.id ?? 0, modelId: heatmapOf?.modelId ?? '', label: heatmapOf?.label ?? '' },
    { enabled: image !== undefined && heatmapOf !== undefined, staleTime: 60_000 },
  )

  const deed = (what: Deed) => {
    switch (what) {
      case 'invert':
        return changeFront((before) => ({ ...before, inverted: !before.inverted }))
      case 'flip':
        return changeFront(flippedOver)
      case 'turn':
        return changeFront(turned)
      case 'fit':
        return changeFront((before) => ({ ...before, view: undefined }))
      case 'oneToOne':
        return changeFront((before) => ({
          ...before,
          view: { ...(before.view ?? middle()), scale: 1 / devicePixelRatio },
        }))
      case 'cine':
        return setPlaying((before) => !before)
      case 'clear':
        return changeFront((before) => ({ ...before, measurements: [] }))
    }
  }
  const middle = () => ({
    ...state.orientation,
    scale: 1,
    centre: { x: (frame?.columns ?? 0) / 2, y: (frame?.rows ?? 0) / 2 },
  })
  const step = (by: number) => {
    if (frame && frame.frames > 1) {
      return changeFront((before) => ({ ...before, frame: Math.min(frame.frames, Math.max(1, before.frame + by)) }))
    }
    setImageIndex((before) => Math.min(study.images.length - 1, Math.max(0, before + by)))
  }
  const go = (id: number | undefined) => {
    if (id === undefined) return goTo('worklist')
    list.select(id)
    openStudy(id)
  }
  const flagging = image?.analyses
    .toSorted((a, b) => models.rank(a.model.id) - models.rank(b.model.id))
    .find(({ analysis, shadow }) => !shadow && analysis.state === 'done' && analysis.scores.length > 0)

  useShortcuts(tv('tools'), [
    ...tools.map((name) => ({ keys: [toolKeys[name].toLowerCase()], name: tv(name), run: () => setTool(name) })),
    ...deedKeys.map(([name, key]) => ({
      keys: [key.length === 1 ? key.toLowerCase() : key],
      name: tv(name),
      run: () => deed(name),
    })),
    { keys: ['ArrowDown', 'PageDown'], name: tv('nextFrame'), run: () => step(1) },
    { keys: ['ArrowUp', 'PageUp'], name: tv('previousFrame'), run: () => step(-1) },
  ])
  useShortcuts(t('review'), [
    { keys: ['Escape'], name: t('back'), run: () => networkViewOf === undefined && goTo('worklist') },
    { keys: ['x', 'Shift+J'], name: t('next'), run: () => go(nextUnreadId ?? nextId) },
    { keys: ['j'], name: t('next'), run: () => go(nextId) },
    { keys: ['k'], name: to('networkView'), run: () => flagging && setNetworkViewOf(flagging.model.id) },
    { keys: ['Shift+K'], name: t('back'), run: () => go(previousId) },
    { keys: ['v'], name: t('showPrior'), run: () => setPriorShown((before) => !before) },
    { keys: ['m'], name: to('heatmap'), run: () => setHeatmapOf((before) => (before ? undefined : firstLabel())) },
    { keys: ['c'], name: t('commentKey'), run: () => comment.current?.focus() },
    { keys: ['u'], name: t('undoMark'), run: () => setMarks((before) => before.slice(0, -1)) },
    { keys: ['h'], name: to('hideMarks'), run: () => undefined },
  ])

  function firstLabel(): Shown | undefined {
    if (flagging?.analysis.state !== 'done') return undefined
    const top = flagging.analysis.scores.toSorted((a, b) => b.score - a.score)[0]
    return top && { modelId: flagging.model.id, label: top.label }
  }

  const prior = study.priors.find(({ imageId }) => imageId !== undefined)
  return (
    <div className="study-room">
      <StudyHead study={study} onBack={() => goTo('worklist')} />
      <Toolbar
        tool={tool}
        onTool={setTool}
        onDeed={deed}
        frame={frame}
        playing={playing}
        onWindow={(window) => changeFront((before) => ({ ...before, window }))}
      />
      <div className="study-images">
        <nav className="image-strip" aria-label={t('images')}>
          {study.images.map((one, i) => (
            <button key={one.id} type="button" aria-current={i === imageIndex} onClick={() => setImageIndex(i)}>
              {t('imageButton', { n: i + 1 })}
              <span className="quiet">{one.header.image.viewPosition ?? one.header.series.modality}</span>
            </button>
          ))}
          {prior && (
            <button type="button" aria-pressed={priorShown} onClick={() => setPriorShown(!priorShown)}>
              {t(priorShown ? 'hidePrior' : 'showPrior')} <kbd>V</kbd>
            </button>
          )}
        </nav>
        <div className="viewports">
          {image && (
            <Viewport
              key={image.id}
              image={image}
              state={state}
              tool={tool}
              onChange={change(image.id)}
              onBox={(box) => setMarks((before) => add(before, image.id, newLabel, box))}
              name={tv('image', { n: imageIndex + 1 })}
              renderOverlay={(map) => (
                <Boxes
                  boxes={visible}
                  map={map}
                  selected={selected}
                  onSelect={setSelected}
                  onChange={(box, changed) => setMarks((before) => correct(before, image.id, box, { box: changed }))}
                />
              )}
              renderUnderlay={(map, size) =>
                heatmapOf &&
                heatmap.data &&
                !hidden && <HeatmapLayer heatmap={heatmap.data} map={map} size={size} opacity={strength} />
              }
            />
          )}
          {priorShown && prior?.imageId !== undefined && (
            <PriorViewport
              studyId={prior.studyId}
              imageId={prior.imageId}
              acquiredAt={prior.acquiredAt}
              linked={state}
              tool={tool}
            />
          )}
        </div>
      </div>
      <aside className="study-side">
        {study.unaided && <p className="strong-notice">{t('unaided')}</p>}
        <VerdictPanel
          study={study}
          marks={marks}
          commentField={comment}
          onCommitted={() => {
            setMarks([])
            onChanged()
          }}
          onNext={() => go(nextUnreadId ?? nextId)}
        />
        {image && <ImageTrouble image={image} onChanged={onChanged} />}
        {image && !study.unaided && (
          <>
            <ScorePanel
              image={image}
              models={models}
              onHeatmap={(modelId, label) =>
                setHeatmapOf((before) =>
                  before?.label === label && before.modelId === modelId ? undefined : { modelId, label },
                )
              }
              onNetworkView={setNetworkViewOf}
            />
            {heatmapOf && (
              <HeatmapControls
                heatmap={heatmap.data}
                error={heatmap.error}
                strength={strength}
                onStrength={setStrength}
              />
            )}
            <label className="score-slider">
              {to('slider')} <span className="number">{shownFrom.toFixed(2)}</span>
              <input
                type="range"
                min="0"
                max="1"
                step="0.01"
                value={shownFrom}
                onChange={(event) => setShownFrom(Number(event.target.value))}
              />
              <span className="quiet">
                {to('hides', { n: boxes.length - (hidden ? boxes.length : visible.length) })}
              </span>
            </label>
          </>
        )}
        {image && (
          <FindingList
            image={image}
            boxes={study.unaided ? boxes.filter(({ by }) => by === 'reader') : boxes}
            marks={marks}
            labels={models.labels}
            newLabel={newLabel}
            onNewLabel={setNewLabel}
            selected={selected}
            onSelect={setSelected}
            onMarks={setMarks}
          />
        )}
      </aside>
      {image && networkViewOf !== undefined && (
        <NetworkViewDialog image={image} modelId={networkViewOf} onClose={() => setNetworkViewOf(undefined)} />
      )}
    </div>
  )
}
