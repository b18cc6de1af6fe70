import type { Manifest, ManifestInput } from '#shared/manifest.ts'
import type { ModelFacts } from '#core/model/onnx/model-facts.ts'
import type { OutputTensor } from '#core/model/model-output.ts'
import type { Sidecars } from './dropped-files.ts'
import type { Notes } from './notes.ts'
import type { GraphInput } from './read-input.ts'

/** What a family's reader makes of a model: the parts of a manifest that differ from family to family. */
export type Draft = Pick<Manifest, 'family' | 'task' | 'outputs' | 'decoder' | 'labels'> &
  Partial<Pick<Manifest, 'thresholds' | 'scope' | 'name' | 'version' | 'description' | 'intendedUse' | 'heatmap'>> & {
    readonly input: Omit<
      ManifestInput,
      'name' | 'layout' | 'elementType' | 'channels' | 'width' | 'height' | 'dynamicBatch'
    >
  }

/** An output as it came when the graph ran. */
export type SeenOutput = {
  readonly name: string
  readonly shape: readonly number[]
  readonly data: OutputTensor['data']
}

/** All that a family's reader may look at. */
export type Subject = {
  readonly facts: ModelFacts
  readonly sidecars: Sidecars
  readonly input: GraphInput & {
    readonly channels: ManifestInput['channels']
    readonly width: number | undefined
    readonly height: number | undefined
  }
  /** What the graph gave for noise within 0..1, in its own order. */
  readonly seen: readonly SeenOutput[]
  /** Runs the graph on a tensor in the input's shape. */
  readonly run: (data: Float32Array) => Promise<readonly SeenOutput[]>
  /** Whether the graph runs on noise of another height and width. */
  readonly runsAt: (height: number, width: number) => Promise<boolean>
  readonly notes: Notes
}

/** Reads a model of one family; undefined when it is none. */
export type FamilyReader = (subject: Subject) => Promise<Draft | undefined> | Draft | undefined
