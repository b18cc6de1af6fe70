import type { ManifestInput } from '#shared/manifest.ts'
import { isRecord } from './dropped-files.ts'
import type { Subject } from './draft.ts'
import type { Notes } from './notes.ts'

type Channels = ManifestInput['channels']

/**
 * The channels of an input that does not fix them: by what stands beside the graph, else by the number with which it runs. Both are
 * asked about where it runs with either.
 */
export async function settleChannels(
  { facts, sidecars: { config, preprocessor } }: Pick<Subject, 'facts' | 'sidecars'>,
  runsWith: (channels: Channels) => Promise<boolean>,
  notes: Notes,
): Promise<Channels> {
  const backbone = isRecord(config?.['backbone_config']) ? config['backbone_config'] : undefined
  const told = [facts.metadata['channels'], config?.['num_channels'], backbone?.['num_channels']]
    .map(Number)
    .find(isCount)
  if (told !== undefined) {
    notes.because('input.channels', 'sidecar', `${told}, by the settings that came with the model.`)
    return told
  }
  const [three, one] = [await runsWith(3), await runsWith(1)]
  if (three !== one) {
    notes.because(
      'input.channels',
      'probe',
      `The graph runs with ${three ? '3 channels and not with 1' : '1 channel and not with 3'}.`,
    )
    return three ? 3 : 1
  }
  const means = preprocessor?.['image_mean']
  if (Array.isArray(means) && means.length === 3) {
    notes.because('input.channels', 'sidecar', '3: preprocessor_config.json has three means.')
    return 3
  }
  notes.because('input.channels', 'default', '3: the graph runs with 3 and with 1, and nothing says which.')
  notes.ask('input.channels', 'How many channels does the network take?', {
    3: '3: colour, or grey three times',
    1: '1: grey',
  })
  return 3
}

const isCount = (count: number): count is Channels => count === 1 || count === 3
