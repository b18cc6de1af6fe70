import { useKeyNames } from '#renderer/keys/key-names.ts'
import { useWords } from '#renderer/messages/use-words.ts'
import type { Frame } from '#shared/study.ts'
import { presetsOf } from './presets.ts'
import { type Tool, tools } from './viewport-state.ts'
import { viewerWords } from './words.ts'
import type { WindowChoice } from './window-choice.ts'

const keys: Readonly<Record<Tool, string>> = {
  window: 'W',
  pan: 'P',
  zoom: 'Z',
  length: 'L',
  angle: 'G',
  rectangle: 'R',
  ellipse: 'E',
  box: 'B',
}

export const toolKeys = keys

export type Deed = 'invert' | 'flip' | 'turn' | 'fit' | 'oneToOne' | 'overlay' | 'cine' | 'clear'
const deeds: readonly (readonly [Deed, string])[] = [
  ['invert', 'I'],
  ['flip', 'F'],
  ['turn', 'O'],
  ['fit', '0'],
  ['oneToOne', '1'],
  ['overlay', '3'],
  ['cine', 'Space'],
  ['clear', 'Delete'],
]

export const deedKeys = deeds

type Props = {
  readonly tool: Tool
  readonly onTool: (tool: Tool) => void
  readonly onDeed: (deed: Deed) => void
  readonly frame: Frame | undefined
  readonly onWindow: (window: WindowChoice | undefined) => void
  readonly playing: boolean
}

/** Tools and what can be done to the image in front; each with its key. */
export function Toolbar({ tool, onTool, onDeed, frame, onWindow, playing }: Props) {
  const t = useWords(viewerWords)
  const named = useKeyNames()
  const presets = frame ? presetsOf(frame) : []
  return (
    <div className="toolbar" role="toolbar" aria-label={t('tools')}>
      {tools.map((name) => (
        <button key={name} type="button" aria-pressed={tool === name} onClick={() => onTool(name)}>
          {t(name)} <kbd>{keys[name]}</kbd>
        </button>
      ))}
      <span className="toolbar-gap" />
      {deeds
        .filter(([deed]) => deed !== 'cine' || (frame?.frames ?? 1) > 1)
        .filter(([deed]) => deed !== 'overlay' || frame?.overlay !== undefined)
        .map(([deed, key]) => (
          <button
            key={deed}
            type="button"
            aria-pressed={deed === 'cine' ? playing : undefined}
            onClick={() => onDeed(deed)}
          >
            {t(deed)} <kbd>{named(key)}</kbd>
          </button>
        ))}
      <label className="preset">
        <span className="visually-hidden">{t('preset')}</span>
        <select
          value=""
          onChange={(event) => {
            const preset = presets[Number(event.target.value)]
            if (preset) onWindow(preset.choice)
          }}
        >
          <option value="">{t('preset')}…</option>
          {presets.map(({ name, detail }, i) => (
            <option key={`${name} ${detail}`} value={i}>
              {[t(name), detail].filter(Boolean).join(': ')}
            </option>
          ))}
        </select>
      </label>
    </div>
  )
}
