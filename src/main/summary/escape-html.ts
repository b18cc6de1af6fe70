const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
  '`': '&#96;',
}

/** Text as text, inside an element or a quoted attribute. Control characters, which no print needs, are left out. */
export function escapeHtml(text: string): string {
  return text.replaceAll(/\p{Cc}/gu, ' ').replaceAll(/[&<>"'`]/g, (character) => entities[character] ?? '')
}
