import type { InstalledModel } from '#shared/models.ts'
import type { FlagRule } from '#shared/worklist.ts'

/** A line of the editor: a label of a model, with the rule in force, the site's or what the manifest says. */
export type RuleLine = { readonly rule: FlagRule; readonly byManifest: boolean }

/** Every label that could flag, of every model that runs; rules for models that are gone stay where they are. */
export function toLines(models: readonly InstalledModel[], rules: readonly FlagRule[]): readonly RuleLine[] {
  return models
    .filter(({ manifest, state }) => manifest.task !== 'gate' && state !== 'unusable')
    .flatMap(({ manifest: { id, labels } }) =>
      labels
        .filter(({ hidden }) => !hidden)
        .map(({ name, flags }) => {
          const own = rules.find((rule) => rule.modelId === id && rule.label === name)
          return { rule: own ?? { modelId: id, label: name, flags, levels: [] }, byManifest: flags }
        }),
    )
}

/** The rules with one changed; one that says only what the manifest says is no rule of the site. */
export function withRule(rules: readonly FlagRule[], { rule, byManifest }: RuleLine): readonly FlagRule[] {
  const others = rules.filter(({ modelId, label }) => modelId !== rule.modelId || label !== rule.label)
  const isPlain = rule.flags === byManifest && rule.levels.length === 0
  return isPlain ? others : [...others, rule]
}

/** True when every level has a name and a number. */
export const isComplete = (rules: readonly FlagRule[]): boolean =>
  rules.every(({ levels }) => levels.every(({ name, from }) => name.trim() !== '' && Number.isFinite(from)))
