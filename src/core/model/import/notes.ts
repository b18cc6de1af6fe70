import type { Evidence } from '#shared/manifest.ts'
import type { ModelQuestion } from '#shared/models.ts'

/** What a proposal rests on, and what a person must settle, collected while it is made. */
export class Notes {
  readonly evidence: Evidence[] = []
  readonly questions: ModelQuestion[] = []

  /** Why a field has its value. */
  because(field: string, source: Evidence['source'], detail: string): void {
    this.evidence.push({ field, source, detail: detail.slice(0, 4_000) })
  }

  ask(field: string, question: string, candidates: Readonly<Record<string, string>>): void {
    this.questions.push({
      field,
      question,
      candidates: Object.entries(candidates).map(([value, meaning]) => ({ value, meaning })),
    })
  }
}
