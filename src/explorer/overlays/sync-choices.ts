import type { SyncPolicy } from '../../aerodb/configuration.ts'
import type { Choice } from '../design/Select.tsx'

/** Neither acknowledges before its batch is durable. */
export const SYNC_CHOICES: readonly Choice<SyncPolicy>[] = [
  { value: 'each', label: 'each', says: 'A batch for each commit' },
  { value: 'group', label: 'group', says: 'All commits that wait share the next batch' },
]
