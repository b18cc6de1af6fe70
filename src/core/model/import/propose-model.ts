import type { ModelProposal } from '#shared/models.ts'
import { TriageError } from '#shared/errors.ts'
import { parseManifest } from '#core/model/folder/read-model-folder.ts'
import { discardProposal, keepProposal } from './install-model.ts'
import { proposeManifest, type StagedModel } from './propose-manifest.ts'
import { stageModel } from './stage-model.ts'

/**
 * Takes in a dropped path: copies the model under `root`, reads it, tries it on the CPU, and gives a manifest with the evidence for
 * each field and the questions left. Our own `model.json` beside the graph is taken as it is. Nothing stays of a model that is refused.
 */
export async function proposeModel(path: string, root: string): Promise<ModelProposal> {
  const staged = await stageModel(path, root)
  try {
    const { manifest, questions } =
      staged.sidecars.manifest === undefined
        ? await proposeManifest(staged)
        : described(staged, staged.sidecars.manifest)
    await keepProposal(staged.folder, manifest)
    return { proposalId: staged.proposalId, manifest, questions }
  } catch (error) {
    await discardProposal(root, staged.proposalId)
    throw error
  }
}

/** A model that brings our own manifest: it must be about this very file. */
function described(staged: StagedModel, text: string): Omit<ModelProposal, 'proposalId'> {
  const manifest = parseManifest(text)
  if (manifest.file.sha256 !== staged.file.sha256) {
    throw new TriageError('bad-model', 'The graph is not the file that model.json beside it describes.', 'run')
  }
  const evidence = [
    ...manifest.evidence,
    { field: 'manifest', source: 'sidecar' as const, detail: 'model.json beside the graph.' },
  ]
  return { manifest: { ...manifest, file: staged.file, evidence }, questions: [] }
}
