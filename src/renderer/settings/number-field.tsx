import { TextInput } from '@mantine/core'
import { useState } from 'react'

type Props = {
  readonly label: string
  readonly value: number
  readonly max: number
  readonly onChange: (value: number) => void
}

/** A whole number that is taken over when the field is left or Enter is pressed, and put back when it is none. */
export function NumberField({ label, value, max, onChange }: Props) {
  const [text, setText] = useState<string>()
  const take = () => {
    const number = Number(text)
    setText(undefined)
    if (
      text !== undefined &&
      text.trim() !== '' &&
      Number.isInteger(number) &&
      number >= 0 &&
      number <= max &&
      number !== value
    ) {
      onChange(number)
    }
  }
  return (
    <TextInput
      label={label}
      inputMode="numeric"
      value={text ?? value.toString()}
      onChange={(event) => setText(event.currentTarget.value)}
      onBlur={take}
      onKeyDown={(event) => event.key === 'Enter' && take()}
    />
  )
}
