import { randomUUID } from 'node:crypto'
import { writeFile } from 'node:fs/promises'
import {
  agreementOfReaders,
  compareVersions,
  driftOfModel,
  evaluateModel,
  proposeRecalibration,
} from '#engine/broker/index.ts'
import { chooseToSave } from '#main/dialogs.ts'
import type { Handlers } from '#main/ipc/handlers.ts'
import type { Shell } from '#main/shell.ts'
import { TriageError } from '#shared/errors.ts'
import type { Evaluation, EvaluationRequest } from '#shared/evaluation.ts'
import { researchNotice } from '#shared/notice.ts'

type Evaluations = Pick<
  Handlers,
  | 'evaluation:run'
  | 'evaluation:compare'
  | 'evaluation:agreement'
  | 'evaluation:drift'
  | 'evaluation:save'
  | 'recalibration:propose'
  | 'recalibration:accept'
>
type Proposed = Parameters<Shell['engine']['store']['recalibrationAccept']>[0]

/** How far a model may be trusted on this site's cases. */
export function evaluationHandlers(shell: Shell): Evaluations {
  const { engine } = shell
  /** Recalibrations that were shown and may be accepted, until the program ends. */
  const proposals = new Map<string, Proposed>()

  return {
    'evaluation:run': (request) => evaluateModel(engine, request),
    'evaluation:compare': (request) => compareVersions(engine, request),
    'evaluation:agreement': (request) => agreementOfReaders(engine, request),
    'evaluation:drift': (request) => driftOfModel(engine, request),
    'evaluation:save': async ({ request, format, svg }) => {
      const path = await chooseToSave(shell, `firstlook-evaluation-${request.modelId}`, format)
      if (path === undefined) return undefined
      const evaluation = await evaluateModel(engine, request)
      await writeFile(path, textOf(request, evaluation, format, svg), { mode: 0o600 })
      const subject = `model:${request.modelId}`
      await engine.store.audit({
        action: 'export',
        subject,
        detail: { format: `evaluation-${format}`, rows: evaluation.n },
      })
      return { rows: evaluation.n }
    },
    'recalibration:propose': async (request) => {
      const { modelSha256, proposed } = await proposeRecalibration(engine, request)
      const { kind, before, after, curve } = proposed
      const token = randomUUID()
      const { modelId, label } = request
      const basis =
        'set' in request.reference ? `reference set ${request.reference.set}` : `${request.reference.readings} readings`
      proposals.set(token, { modelId, sha256: modelSha256, label, kind, curve, basis })
      return { token, kind, before, after, curve }
    },
    'recalibration:accept': async ({ token }) => {
      const proposed = proposals.get(token)
      if (!proposed)
        throw new TriageError('not-found', 'Expected a recalibration that was proposed; there is none.', 'door')
      await engine.store.recalibrationAccept(proposed)
      proposals.delete(token)
    },
  }
}

function textOf(
  request: EvaluationRequest,
  evaluation: Evaluation,
  format: 'json' | 'csv' | 'svg',
  svg: string | undefined,
): string {
  switch (format) {
    case 'json':
      return `${JSON.stringify({ notice: researchNotice, request, ...evaluation }, undefined, 2)}\n`
    case 'svg':
      if (svg === undefined) throw new TriageError('bad-argument', 'Expected a drawing to save; there is none.', 'door')
      return svg.includes(researchNotice) ? svg : svg.replace('>', `><desc>${researchNotice}</desc>`)
    case 'csv': {
      const points = evaluation.roc.map((point) =>
        [point.threshold, point.sensitivity, 1 - point.falsePositiveRate].join(','),
      )
      return [`threshold,sensitivity,specificity,${researchNotice}`, ...points.map((line) => `${line},`), ''].join(
        '\r\n',
      )
    }
  }
}
