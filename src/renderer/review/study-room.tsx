import { useEffect, useRef, useState } from 'react'
import { useAct, useAnswer } from '#renderer/bridge.ts'
import { useShortcuts } from '#renderer/keys/use-shortcuts.ts'
import { useWords } from '#renderer/messages/use-words.ts'
import { Boxes } from '#renderer/overlays/boxes.tsx'
import { MaskLayer } from '#renderer/overlays/mask-layer.tsx'
import { masksOf } from '#renderer/overlays/masks.ts'
import { everything, labelsOver, shownOf, thresholdMarks } from '#renderer/overlays/visibility.ts'
import { VisibilityPanel } from '#renderer/overlays/visibility-panel.tsx'
import { HeatmapControls } from '#renderer/overlays/heatmap-controls.tsx'
import { HeatmapLayer } from '#renderer/overlays/heatmap-layer.tsx'
import { add, boxesOf, correct } from '#renderer/overlays/marks.ts'
import { ScorePanel } from '#renderer/overlays/score-panel.tsx'
import { overlayWords } from '#renderer/overlays/words.ts'
import { useSettings } from '#renderer/shell/app-state.ts'
import { goTo, openStudy } from '#renderer/shell/route.ts'
import { deedKeys, toolKeys, Toolbar, type Deed } from '#renderer/viewer/toolbar.tsx'
import type { Affine } from '#renderer/viewer/view.ts'
import { Viewport } from '#renderer/viewer/viewport.tsx'
import { actualSize } from '#renderer/viewer/placement.ts'
import { flippedOver, type Tool, tools, turned, type ViewportState } from '#renderer/viewer/viewport-state.ts'
import { viewerWords } from '#renderer/viewer/words.ts'
import { useFrame } from '#renderer/viewer/use-frame.ts'
import { list, useNeighbours } from '#renderer/worklist/use-list.ts'
import type { Box } from '#shared/geometry.ts'
import type { StoredImage, StudyDetail } from '#shared/study.ts'
import type { Hung } from './hang.ts'
import { ImageStrip } from './image-strip.tsx'
import { PatientIdentity } from './patient-identity.tsx'
import { useViewports } from './use-viewports.ts'
import { useMarks } from './use-marks.ts'
import { useModels } from './use-models.ts'
import { FindingList } from './finding-list.tsx'
import { FindPatient } from './find-patient.tsx'
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
  const viewports = useViewports(study)
  const { hung, activeId, activate, stateOf, change, hanging, setHanging } = viewports
  const [tool, setTool] = useState<Tool>('window')
  const reader = useSettings()?.reader ?? ''
  const own = study.readings.findLast((reading) => reading.reader === reader)
  const { marks, areKept, change: setMarks, undo: undoMark } = useMarks(own)
  const [selected, setSelected] = useState<string>()
  const [visibility, setVisibility] = useState(everything)
  const [heatmapOf, setHeatmapOf] = useState<Shown>()
  const [strength, setStrength] = useState(0.5)
  const [networkViewOf, setNetworkViewOf] = useState<string>()
  const [playing, setPlaying] = useState(false)
  const [newLabel, setNewLabel] = useState(models.labels[0] ?? 'opacity')
  const hidden = useHeld('h')
  const comment = useRef<HTMLTextAreaElement>(null)
  const start = useAct('reading:start')
  const prefetch = useAct('study:prefetch')
  const imageIndex = study.images.findIndex(({ id }) => id === activeId)
  const image = study.images[imageIndex]
  const state = stateOf(image?.id ?? 0)
  const frame = useFrame(image?.id ?? 0, state.frame).data?.description
  const { studyId } = study

  // Once a study is open: the clock of the reading starts, and the next study is decoded ahead.
  const begin = start.mutate
  const ahead = prefetch.mutate
  useEffect(() => begin({ studyId }), [begin, studyId])
  useEffect(() => {
    if (nextId !== undefined) ahead({ studyId: nextId })
  }, [ahead, nextId])

  const changeFront = (made: (before: ViewportState) => ViewportState) => image && change(image.id, made)

  useCine(playing, frame, changeFront)

  const boxes = image ? boxesOf(image, state.frame, marks) : []
  const masks = image ? masksOf(image, state.frame) : []
  const shown = image && shownOf(image, state.frame, boxes, visibility)
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
        return changeFront((before) => ({ ...before, placement: undefined }))
      case 'oneToOne':
        return changeFront((before) => ({ ...before, placement: { ...actualSize, ...atOf(before) } }))
      case 'overlay':
        return changeFront((before) => ({ ...before, overlay: !before.overlay }))
      case 'cine':
        return setPlaying((before) => !before)
      case 'clear':
        return changeFront((before) => ({ ...before, measurements: [] }))
    }
  }
  const atOf = ({ placement }: ViewportState) => placement && { at: placement.at }
  const step = (by: number) => {
    if (frame && frame.frames > 1) {
      return changeFront((before) => ({ ...before, frame: Math.min(frame.frames, Math.max(1, before.frame + by)) }))
    }
    toImage(by)
  }
  const toImage = (by: number) => {
    const next = study.images[imageIndex + by]
    if (next) activate(next.id)
  }
  const addInMiddle = () => {
    if (!image) return
    const { rows, columns } = image.header.image
    const middle: Box = [columns / 2 - columns / 8, rows / 2 - rows / 8, columns / 4, rows / 4]
    setMarks((before) => add(before, image.id, newLabel, middle))
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
    { keys: ['j'], name: t('nextInList'), run: () => go(nextId) },
    { keys: ['k'], name: to('networkView'), run: () => flagging && setNetworkViewOf(flagging.model.id) },
    { keys: ['Shift+K'], name: t('previous'), run: () => go(previousId) },
    { keys: ['v'], name: t('showPrior'), run: () => setHanging({ ...hanging, withPrior: !hanging.withPrior }) },
    { keys: ['4'], name: t('together'), run: () => setHanging({ ...hanging, together: !hanging.together }) },
    { keys: ['2'], name: t('linked'), run: () => viewports.setLinked(!viewports.linked) },
    { keys: ['q'], name: to('masks'), run: () => setVisibility((before) => ({ ...before, masks: !before.masks })) },
    { keys: ['m'], name: to('heatmap'), run: () => setHeatmapOf((before) => (before ? undefined : firstLabel())) },
    { keys: ['c'], name: t('commentKey'), run: () => comment.current?.focus() },
    { keys: ['u'], name: t('undoMark'), run: undoMark },
    { keys: ['h'], name: to('hideMarks'), run: () => undefined },
    { keys: ['.'], name: t('nextImage'), run: () => toImage(1) },
    { keys: [','], name: t('previousImage'), run: () => toImage(-1) },
    { keys: ['Shift+B'], name: t('boxInMiddle'), run: addInMiddle },
  ])

  function firstLabel(): Shown | undefined {
    if (flagging?.analysis.state !== 'done') return undefined
    const top = flagging.analysis.scores.toSorted((a, b) => b.score - a.score)[0]
    return top && { modelId: flagging.model.id, label: top.label }
  }

  const overlayOf = (one: StoredImage, map: Affine) => {
    if (hidden) return undefined
    const { frame: at } = stateOf(one.id)
    const over = shownOf(one, at, boxesOf(one, at, marks), visibility)
    return (
      <>
        <MaskLayer masks={over.masks} map={map} />
        <Boxes
          boxes={over.boxes}
          map={map}
          selected={selected}
          isFinding={models.isFinding}
          onSelect={(key) => {
            activate(one.id)
            setSelected(key)
          }}
          onChange={(box, changed) => setMarks((before) => correct(before, one.id, box, { box: changed }))}
        />
      </>
    )
  }

  function hungViewport({ imageId, prior: earlier }: Hung) {
    if (earlier) {
      return (
        <PriorViewport
          key={imageId}
          image={earlier.image}
          acquiredAt={earlier.acquiredAt}
          state={stateOf(imageId)}
          tool={tool}
          onChange={(made) => change(imageId, made)}
        />
      )
    }
    const at = study.images.findIndex(({ id }) => id === imageId)
    const one = study.images[at]
    if (!one) return undefined
    return (
      <div key={imageId} className={imageId === activeId ? 'hung-image active' : 'hung-image'}>
        <Viewport
          image={one}
          state={stateOf(imageId)}
          tool={tool}
          onTouch={() => activate(imageId)}
          onChange={(made) => change(imageId, made)}
          onBox={(box) => setMarks((before) => add(before, imageId, newLabel, box))}
          name={tv('image', { n: at + 1 })}
          renderOverlay={(map) => overlayOf(one, map)}
          renderUnderlay={(map, size) =>
            imageId === activeId &&
            heatmapOf &&
            heatmap.data &&
            !hidden && <HeatmapLayer heatmap={heatmap.data} map={map} size={size} opacity={strength} />
          }
        />
      </div>
    )
  }

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
        <ImageStrip study={study} viewports={viewports} />
        <div className={`viewports viewports-${hung.length}`}>{hung.map(hungViewport)}</div>
      </div>
      <aside className="study-side">
        {study.unaided && <p className="strong-notice">{t('unaided')}</p>}
        <VerdictPanel
          study={study}
          marks={marks}
          commentField={comment}
          areKept={areKept}
          own={own}
          onCommitted={onChanged}
          onNext={() => go(nextUnreadId ?? nextId)}
        />
        <PatientIdentity patient={study.patient} onChanged={onChanged} />
        {image && <ImageTrouble image={image} onChanged={onChanged} />}
        {image && (
          <FindingList
            image={image}
            boxes={study.unaided ? boxes.filter(({ by }) => by === 'reader') : boxes}
            marks={marks}
            labels={models.labels}
            isFinding={models.isFinding}
            newLabel={newLabel}
            onNewLabel={setNewLabel}
            selected={selected}
            onSelect={setSelected}
            onMarks={(made) => setMarks(() => made)}
          />
        )}
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
            <VisibilityPanel
              visibility={visibility}
              onChange={setVisibility}
              labels={labelsOver(boxes, masks)}
              hasMasks={masks.length > 0}
              marks={thresholdMarks(image, models.flags, models.thresholdOf)}
              hidden={shown?.hidden ?? 0}
            />
          </>
        )}
        <FindPatient patient={study.patient} onChanged={onChanged} />
      </aside>
      {image && networkViewOf !== undefined && (
        <NetworkViewDialog image={image} modelId={networkViewOf} onClose={() => setNetworkViewOf(undefined)} />
      )}
    </div>
  )
}
