import { unreachable } from '#shared/errors.ts'
import type { AnalysisState, Finding, Group, Reason, Score } from '#shared/domain.ts'
import type { Manifest } from '#shared/manifest.ts'
import type { FlagRule } from '#shared/worklist.ts'
import { locationOfFinding } from './location-of-finding.ts'

/** An analysis with what its model's manifest says of flagging. */
export type JudgedAnalysis = {
  readonly analysis: AnalysisState
  readonly modelId: string
  readonly version: string
  readonly task: Manifest['task']
  readonly labels: readonly { readonly name: string; readonly flags: boolean }[]
  /** Shadow results never count. */
  readonly shadow: boolean
}

/** The analyses of one image of a study. */
export type JudgedImage = { readonly analyses: readonly JudgedAnalysis[] }

export type StudyGroup = {
  readonly group: Group
  readonly reasons: readonly Reason[]
  /** A site's own name for a stronger level of flagged. */
  readonly level?: string | undefined
  /** The highest score of a label that flags. */
  readonly topScore?: number | undefined
}

/** Reasons for which an image may stay unassessed beside an assessed one: the model was never meant for it. */
const harmless: ReadonlySet<Reason['code']> = new Set([
  'no-model',
  'gate-unsuitable',
  'out-of-scope-modality',
  'out-of-scope-body-part',
  'out-of-scope-view',
  'out-of-scope-age',
  'out-of-scope-intent',
  'out-of-scope-size',
  'out-of-scope-colour',
  'out-of-scope-frames',
])

type Verdict = {
  readonly flagged: readonly {
    readonly finding: Finding
    readonly score: Score | undefined
    readonly modelId: string
    readonly version: string
    /** Labels of the places in which it lies. */
    readonly places: readonly string[]
  }[]
  readonly scores: readonly (Score & Pick<JudgedAnalysis, 'modelId' | 'version'>)[]
  readonly assessed: boolean
  readonly reasons: readonly Reason[]
}

/**
 * The group of a study. Flagged: any label that flags reached its threshold on any image. Not flagged: at least one image
 * was assessed, which takes a finished model with a label that flags, and nothing else is queued, failed or unreadable.
 * Everything else is not assessed. Gates, shadow models and models none of whose labels flags decide nothing.
 */
export function groupOfStudy(images: readonly JudgedImage[], rules: readonly FlagRule[] = []): StudyGroup {
  const verdicts = images.map((image) => judgeImage(image, rules))
  const topScore = verdicts
    .flatMap(({ scores }) => scores)
    .reduce<number | undefined>((top, { score }) => Math.max(top ?? score, score), undefined)
  const flagged = verdicts.flatMap((verdict) => verdict.flagged)
  if (flagged.length > 0) {
    const level = strongestLevel(flagged, rules)
    return { group: 'flagged', reasons: distinct(flagged.map(toReason)), level, topScore }
  }
  const reasons = distinct(verdicts.flatMap((verdict) => verdict.reasons))
  const blocking = reasons.filter(({ code }) => !harmless.has(code))
  const assessed = verdicts.some((verdict) => verdict.assessed)
  if (assessed && blocking.length === 0) return { group: 'not-flagged', reasons: belowThreshold(verdicts), topScore }
  const why = assessed ? blocking : reasons
  return { group: 'not-assessed', reasons: why.length > 0 ? why : [noModel], topScore }
}

const noModel: Reason = { code: 'no-model', parameters: {} }

function judgeImage({ analyses }: JudgedImage, rules: readonly FlagRule[]): Verdict {
  const judged = analyses.filter(({ shadow, task }) => !shadow && task !== 'gate')
  const found = judged.flatMap(({ analysis }) => (analysis.state === 'done' ? analysis.findings : []))
  const verdicts = judged.map((analysis) => judgeAnalysis(analysis, flaggingLabels(analysis, rules), found))
  return {
    flagged: verdicts.flatMap((verdict) => verdict.flagged),
    scores: verdicts.flatMap((verdict) => verdict.scores),
    assessed: verdicts.some((verdict) => verdict.assessed),
    reasons: verdicts.length === 0 ? [noModel] : verdicts.flatMap((verdict) => verdict.reasons),
  }
}

/** The labels that flag: the manifest's, changed by the site's rules. */
function flaggingLabels({ modelId, labels }: JudgedAnalysis, rules: readonly FlagRule[]): ReadonlySet<string> {
  const flags = labels.filter(({ name, flags }) => {
    const rule = rules.find((candidate) => candidate.modelId === modelId && candidate.label === name)
    return rule?.flags ?? flags
  })
  return new Set(flags.map(({ name }) => name))
}

function judgeAnalysis(
  { analysis, modelId, version }: JudgedAnalysis,
  flagging: ReadonlySet<string>,
  ofImage: readonly Finding[],
): Verdict {
  const nothing = { flagged: [], scores: [], assessed: false, reasons: [] }
  if (flagging.size === 0) return nothing
  switch (analysis.state) {
    case 'queued':
    case 'running':
      return { ...nothing, reasons: [{ code: 'queued', parameters: { model: modelId } }] }
    case 'not-assessed':
      return { ...nothing, reasons: analysis.reasons }
    case 'failed':
      return { ...nothing, reasons: [{ code: 'failed', parameters: { model: modelId, kind: analysis.failure.kind } }] }
    case 'done': {
      const scores = analysis.scores.filter(({ label }) => flagging.has(label))
      const findings = analysis.findings.filter(({ label }) => flagging.has(label))
      const scoreOf = (finding: Finding) => scores.find(({ label }) => label === finding.label)
      return {
        ...nothing,
        assessed: true,
        scores: scores.map((score) => ({ ...score, modelId, version })),
        flagged: findings.map((finding) => ({
          finding,
          score: scoreOf(finding),
          modelId,
          version,
          places: locationOfFinding(finding, ofImage),
        })),
      }
    }
    default:
      return unreachable(analysis)
  }
}

function toReason({ finding, score, modelId, version, places }: Verdict['flagged'][number]): Reason {
  const threshold = score?.threshold
  return {
    code: 'label-above-threshold',
    parameters: {
      model: modelId,
      version,
      label: finding.label,
      score: score?.score ?? finding.score,
      ...(threshold === undefined ? {} : { threshold }),
      ...(places.length === 0 ? {} : { location: places.join(' ') }),
    },
  }
}

function strongestLevel(flagged: Verdict['flagged'], rules: readonly FlagRule[]): string | undefined {
  const reached = flagged.flatMap(({ finding, modelId }) =>
    rules
      .filter((rule) => rule.modelId === modelId && rule.label === finding.label)
      .flatMap((rule) => rule.levels.filter(({ from }) => finding.score >= from)),
  )
  return reached.toSorted((a, b) => b.from - a.from)[0]?.name
}

function belowThreshold(verdicts: readonly Verdict[]): Reason[] {
  const [top] = verdicts.flatMap(({ scores }) => scores).toSorted((a, b) => b.score - a.score)
  if (top === undefined) return []
  const { modelId: model, version, label, score, threshold } = top
  const parameters = { model, version, label, score, ...(threshold === undefined ? {} : { threshold }) }
  return [{ code: 'below-threshold', parameters }]
}

/** Each reason once, in order of first appearance. */
function distinct(reasons: readonly Reason[]): Reason[] {
  return [...new Map(reasons.map((reason) => [JSON.stringify(reason), reason])).values()]
}
