import type { PythonValue } from './python-literal.ts'
import { parseYaml } from './yaml.ts'

/** Names of a `labels.txt` or `classes.txt`: one a line; numbers that only count the lines are left out. */
export function parseLabelLines(text: string): string[] {
  const lines = text.split(/\r?\n/).map((line) => line.trim())
  while (lines.at(-1) === '') lines.pop()
  const counted = lines.length > 0 && lines.every((line, i) => new RegExp(`^${i}[\\s:,;]+\\S`).test(line))
  return counted ? lines.map((line) => line.replace(/^\d+[\s:,;]+/, '')) : lines
}

/** Names of a YOLO `data.yaml` or another YAML file of names: a list or map, by itself or as the entry for the names. */
export function parseDataYaml(text: string): string[] | undefined {
  const value = parseYaml(text)
  return value === undefined ? undefined : namesWithin(value)
}

/** Names of a JSON file: a list, a map by number, a map of numbers by name, by itself or as the entry for the names. */
export function parseLabelJson(text: string): string[] | undefined {
  try {
    return namesWithin(JSON.parse(text))
  } catch {
    return undefined
  }
}

const entries = ['names', 'labels', 'classes', 'class_names', 'id2label', 'categories', 'label2id'] as const

function namesWithin(value: unknown): string[] | undefined {
  if (Array.isArray(value)) return namesOfList(value)
  if (typeof value !== 'object' || value === null) return undefined
  const record = value as Readonly<Record<string, unknown>>
  for (const entry of entries) {
    const found = record[entry] === undefined ? undefined : namesWithin(record[entry])
    if (found !== undefined) return found
  }
  const pairs = Object.entries(record)
  const isByName = pairs.length > 0 && pairs.every(([, number]) => Number.isInteger(number))
  return namesOf(
    new Map(isByName ? pairs.map(([name, number]) => [String(number), name]) : (pairs as [string, string][])),
  )
}

/** Texts, or records with a `name` (and perhaps an `id` that counts them), as COCO writes its categories. */
function namesOfList(list: readonly unknown[]): string[] | undefined {
  const names = list.map((item) => {
    if (typeof item === 'object' && item !== null) return (item as { name?: unknown }).name
    return typeof item === 'number' ? String(item) : item
  })
  return names.length > 0 && names.every((name) => typeof name === 'string') ? names : undefined
}

/** Class names from a list, or from a map by number; undefined where they do not count from 0 without a gap. */
export function namesOf(value: PythonValue): string[] | undefined {
  if (Array.isArray(value)) return value.every((name) => typeof name === 'string') ? value : undefined
  if (!(value instanceof Map)) return undefined
  const names = Array.from({ length: value.size }, (_, i) => value.get(i) ?? value.get(String(i)))
  return names.every((name) => typeof name === 'string') ? names : undefined
}
