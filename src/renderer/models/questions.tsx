import { Button, NativeSelect, TextInput } from '@mantine/core'
import { useState } from 'react'
import { useWords } from '#renderer/messages/use-words.ts'
import { Trouble } from '#renderer/parts/trouble.tsx'
import type { Manifest } from '#shared/manifest.ts'
import { answerQuestion } from '#shared/model-answers.ts'
import type { ModelQuestion } from '#shared/models.ts'
import { modelWords } from './words.ts'

type Props = {
  readonly questions: readonly ModelQuestion[]
  readonly manifest: Manifest
  readonly answered: readonly string[]
  readonly onAnswer: (field: string, manifest: Manifest) => void
}

/** What the file leaves open: only a person knows, and nothing is guessed. */
export function Questions({ questions, manifest, answered, onAnswer }: Props) {
  const t = useWords(modelWords)
  return (
    <fieldset className="plain-set">
      <legend>{t('questions')}</legend>
      {questions.map((question) => (
        <Question
          key={question.field}
          question={question}
          manifest={manifest}
          isAnswered={answered.includes(question.field)}
          onAnswer={(next) => onAnswer(question.field, next)}
        />
      ))}
    </fieldset>
  )
}

type OneProps = {
  readonly question: ModelQuestion
  readonly manifest: Manifest
  readonly isAnswered: boolean
  readonly onAnswer: (manifest: Manifest) => void
}

function Question({ question: { field, question, candidates }, manifest, isAnswered, onAnswer }: OneProps) {
  const t = useWords(modelWords)
  const [text, setText] = useState('')
  const [error, setError] = useState<Error>()
  const answer = (given: string) => {
    try {
      onAnswer(answerQuestion(manifest, field, given))
      setError(undefined)
    } catch (refusal) {
      setError(refusal as Error)
    }
  }
  return (
    <form
      className="question"
      onSubmit={(event) => {
        event.preventDefault()
        answer(text)
      }}
    >
      {candidates.length > 0 ? (
        <NativeSelect
          label={`${isAnswered ? '✓ ' : ''}${question}`}
          value={text}
          onChange={(event) => {
            setText(event.currentTarget.value)
            if (event.currentTarget.value !== '') answer(event.currentTarget.value)
          }}
          data={[
            { value: '', label: t('choose') },
            ...candidates.map(({ value, meaning }) => ({ value, label: meaning === '' ? value : meaning })),
          ]}
        />
      ) : (
        <div className="fields">
          <TextInput
            label={`${isAnswered ? '✓ ' : ''}${question}`}
            value={text}
            onChange={(event) => setText(event.currentTarget.value)}
          />
          <Button type="submit" disabled={text.trim() === ''}>
            {t('answer')}
          </Button>
        </div>
      )}
      {error && <Trouble error={error} />}
    </form>
  )
}
