/** The specs that the page ships, in public/specs, in the order in which they are best read. */
export const DOCUMENTS = [
  { name: 'FOUNDATIONS', title: 'Foundations', prefixes: ['WAL', 'MVCC', 'DOC', 'GC', 'CHECKPOINT'] },
  { name: 'REPLICATION_MODEL', title: 'Model', prefixes: ['MODEL'] },
  { name: 'REPLICATION_LOG_FLOW', title: 'Log flow', prefixes: ['LOG'] },
  { name: 'REPLICATION_READ_SEMANTICS', title: 'Read semantics', prefixes: ['READ'] },
  { name: 'REPLICATION_RECOVERY', title: 'Recovery', prefixes: ['RECOVERY', 'BACKUP', 'RESTORE'] },
  { name: 'REPLICATION_SNAPSHOT_TRANSFER', title: 'Snapshot transfer', prefixes: ['SNAP'] },
  { name: 'OPERATION', title: 'Operation', prefixes: ['CLUSTER'] },
  { name: 'TRACES', title: 'Traces', prefixes: [] },
  { name: 'REPLICATION_FAILURE_MATRIX', title: 'Failure matrix', prefixes: [] },
  { name: 'REPLICATION_COMPATIBILITY', title: 'Compatibility', prefixes: [] },
  { name: 'REPLICATION_PROOFS', title: 'Proofs', prefixes: [] },
] as const satisfies readonly { readonly name: string; readonly title: string; readonly prefixes: readonly string[] }[]

export type DocumentName = (typeof DOCUMENTS)[number]['name']

/** The document that defines a rule, by the letters that its id begins with; null for letters that none uses. */
export function documentOfRule(rule: string): DocumentName | null {
  const letters = rule.replace(/-\d+$/, '')
  return DOCUMENTS.find(({ prefixes }) => prefixes.some((prefix) => prefix === letters))?.name ?? null
}
