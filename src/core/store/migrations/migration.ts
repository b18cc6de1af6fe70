/** One step of the schema. Statements run one by one in one transaction; a step that was released is never edited. */
export type Migration = { readonly version: number; readonly name: string; readonly statements: readonly string[] }
