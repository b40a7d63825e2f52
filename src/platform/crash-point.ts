import type { Effect } from '../aerodb/effect.ts'

/**
 * A position among a node's effects at which its host can be made to die. `before…`: instead of the effect. `after…`: once the effect has
 * completed, and no later effect has run. `duringShipping`: instead of the first records frame that a step sends, so the frame did not
 * leave (FAIL-6). `duringRecovery`: instead of the batch that makes a start durable (FAIL-16). `beforeHaltDurable`: instead of the batch
 * that makes a halt durable (FAIL-18). `…OperationDurable`: the batch of a resume or a bootstrap (FAIL-20 to FAIL-23).
 */
export const CRASH_POINTS = [
  'beforeWalDurable',
  'afterWalDurable',
  'afterAcknowledge',
  'duringShipping',
  'beforeReplicaAppend',
  'afterReplicaAppend',
  'afterApply',
  'duringRecovery',
  'beforeHaltDurable',
  'beforeOperationDurable',
  'afterOperationDurable',
] as const

export type CrashPoint = (typeof CRASH_POINTS)[number]

/** Whether an effect is where an armed host dies, and on which side of it. */
export function crashMoment(point: CrashPoint | null, effect: Effect): 'instead' | 'after' | 'never' {
  if (point === null) return 'never'
  switch (effect.kind) {
    case 'persist':
      return persistMoment(point, effect.purpose)
    case 'send':
      return point === 'duringShipping' && effect.label.kind === 'records' ? 'instead' : 'never'
    case 'answer':
      return point === 'afterAcknowledge' && effect.outcome.kind === 'acknowledged' ? 'after' : 'never'
    case 'observe':
      return point === 'afterApply' && effect.observation.kind === 'applied' ? 'after' : 'never'
    case 'stop':
      return 'never'
  }
}

function persistMoment(
  point: CrashPoint,
  purpose: (Effect & { readonly kind: 'persist' })['purpose'],
): 'instead' | 'after' | 'never' {
  switch (purpose) {
    case 'primaryAppend':
      if (point === 'beforeWalDurable') return 'instead'
      return point === 'afterWalDurable' ? 'after' : 'never'
    case 'replicaAppend':
      if (point === 'beforeReplicaAppend') return 'instead'
      return point === 'afterReplicaAppend' ? 'after' : 'never'
    case 'start':
      return point === 'duringRecovery' ? 'instead' : 'never'
    case 'halt':
      return point === 'beforeHaltDurable' ? 'instead' : 'never'
    case 'resume':
    case 'discard':
      if (point === 'beforeOperationDurable') return 'instead'
      return point === 'afterOperationDurable' ? 'after' : 'never'
  }
}
