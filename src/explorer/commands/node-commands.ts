import type { ClusterConfiguration, CrashPoint, DiskDamage, NodeName, OperatorOutcome } from '../../cluster/contract.ts'
import { asSentence } from '../design/sentence.ts'
import type { ToastContent } from '../design/toast-queue.ts'
import { carryOut } from './command.ts'

export function kill(node: NodeName): void {
  void carryOut(
    `${node} can't be killed`,
    (cluster) => cluster.kill(node),
    () => ({ tone: 'done', title: `${node} killed`, action: restartOf(node) }),
  )
}

function restartOf(node: NodeName): NonNullable<ToastContent['action']> {
  return {
    label: 'Restart',
    onPress: () => restart(node),
    isOffered: ({ nodes }) => nodes.some(({ name, life }) => name === node && life === 'dead'),
  }
}

export function restart(node: NodeName): void {
  void carryOut(`${node} can't be restarted`, (cluster) => cluster.restart(node))
}

export function resume(node: NodeName): void {
  void carryOut(
    `${node} can't resume`,
    (cluster) => cluster.resume(node),
    (outcome) => operatorToast(outcome, `${node} resumed: its prefix was proven`, `${node} did not resume`),
  )
}

export function cancel(node: NodeName): void {
  void carryOut(`Nothing can be cancelled on ${node}`, (cluster) => cluster.cancel(node))
}

/** Asks first for what is proven; the refusal of what is not offers the confirmation. */
export function bootstrap(node: NodeName, onUnproven: () => void): void {
  void carryOut(
    `${node} can't be bootstrapped`,
    (cluster) => cluster.bootstrap(node),
    (outcome) => {
      if (outcome.outcome === 'refused' && outcome.error.rule === 'RECOVERY-13') {
        onUnproven()
        return null
      }
      return bootstrapToast(node, outcome)
    },
  )
}

export function bootstrapDiscardingUnproven(node: NodeName): void {
  void carryOut(
    `${node} can't be bootstrapped`,
    (cluster) => cluster.bootstrap(node, { discardUnproven: true }),
    (outcome) => bootstrapToast(node, outcome),
  )
}

function bootstrapToast(node: NodeName, outcome: OperatorOutcome): ToastContent {
  return operatorToast(outcome, `${node} began again from the Primary's log`, `${node} was not bootstrapped`)
}

function operatorToast(outcome: OperatorOutcome, done: string, refused: string): ToastContent {
  switch (outcome.outcome) {
    case 'done':
      return { tone: 'done', title: done }
    case 'unknown':
      return { tone: 'refused', title: 'Outcome unknown', detail: 'The node died before it answered.' }
    case 'refused': {
      const { code, message, rule } = outcome.error
      return { tone: 'refused', title: refused, detail: asSentence(message), code, rule: rule ?? null }
    }
  }
}

const DAMAGE_DONE: Readonly<Record<DiskDamage['kind'], string>> = {
  flipBit: 'One bit flipped on the disk of',
  loseTail: 'The tail is gone from the disk of',
  wipe: 'Wiped: the disk of',
}

export function damage(node: NodeName, how: DiskDamage): void {
  void carryOut(
    `The disk of ${node} can't be damaged`,
    (cluster) => cluster.damage(node, how),
    () => ({
      tone: 'done',
      title: `${DAMAGE_DONE[how.kind]} ${node}`,
      detail: 'Its next start reads it.',
      action: restartOf(node),
    }),
  )
}

export function armCrash(node: NodeName, point: CrashPoint): void {
  void carryOut(
    `No crash point can be armed on ${node}`,
    (cluster) => cluster.crashAt(node, point),
    () => ({ tone: 'done', title: `${node} will crash once: ${CRASH_POINT_SAYS[point]}` }),
  )
}

export function disarm(node: NodeName): void {
  void carryOut(
    `${node} can't be disarmed`,
    (cluster) => cluster.disarm(node),
    () => ({ tone: 'done', title: `${node} is disarmed` }),
  )
}

export function configure(node: NodeName, configuration: Partial<ClusterConfiguration>): void {
  void carryOut(
    `${node} can't be configured`,
    (cluster) => cluster.configure(node, configuration),
    () => ({
      tone: 'done',
      title: `${node} configured`,
      detail: 'Its next start reads it.',
      action: restartOf(node),
    }),
  )
}

export function runWorkload(node: NodeName, workload: { readonly commitsPerSecond: number; readonly clients: number }): void {
  void carryOut(`No workload can run on ${node}`, (cluster) => cluster.workload(node, workload))
}

export function stopWorkload(node: NodeName): void {
  void carryOut(`The workload on ${node} can't be stopped`, (cluster) => cluster.workload(node, null))
}

/** Each crash point in words, in the order in which a write meets them. */
export const CRASH_POINT_SAYS: Readonly<Record<CrashPoint, string>> = {
  beforeWalDurable: 'before a batch is durable',
  afterWalDurable: 'after a batch is durable',
  afterAcknowledge: 'after an acknowledgement',
  duringShipping: 'while shipping a frame',
  beforeReplicaAppend: 'before a Replica appends',
  afterReplicaAppend: 'after a Replica appends',
  afterApply: 'after a commit is applied',
  duringRecovery: 'during recovery',
  beforeHaltDurable: 'before a halt is durable',
  beforeOperationDurable: 'before a resume or a bootstrap is durable',
  afterOperationDurable: 'after a resume or a bootstrap is durable',
}
