/**
 * The rules that are kept by how a node is built: no guard asks them, and none refuses by them. Each names in its document the invariant that would catch
 * a breach.
 */
export const STRUCTURAL_RULES = [
  'WAL-8',
  'WAL-9',
  'WAL-10',
  'WAL-11',
  'MVCC-1',
  'MVCC-2',
  'MVCC-3',
  'MVCC-5',
  'MVCC-6',
  'LOG-11',
  'LOG-12',
  'MODEL-7',
  'MODEL-8',
  'READ-5',
  'READ-6',
  'RECOVERY-7',
  'RECOVERY-8',
  'RECOVERY-9',
] as const

export type StructuralRule = (typeof STRUCTURAL_RULES)[number]
