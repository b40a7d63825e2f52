import { linkOf } from '../../cluster/availability.ts'
import type { LinkCondition, NodeName } from '../../cluster/contract.ts'
import { carryOut } from './command.ts'

export function setCondition(from: NodeName, to: NodeName, condition: LinkCondition): void {
  void carryOut(
    `The link from ${from} to ${to} can't be conditioned`,
    (cluster) => cluster.condition(from, to, condition),
    () =>
      condition.kind === 'pass'
        ? null
        : {
            tone: 'done',
            title: `${from} to ${to}: ${CONDITION_SAYS[condition.kind].toLowerCase()}`,
            action: {
              label: 'Pass again',
              onPress: () => setCondition(from, to, { kind: 'pass' }),
              isOffered: (view) => linkOf(view, from, to)?.condition.kind === condition.kind,
            },
          },
  )
}

export function partition(a: NodeName, b: NodeName): void {
  void carryOut(
    `${a} and ${b} can't be cut apart`,
    (cluster) => cluster.partition(a, b),
    () => ({
      tone: 'done',
      title: `${a} and ${b} cut apart`,
      action: {
        label: 'Heal',
        onPress: () => heal(a, b),
        isOffered: (view) => linkOf(view, a, b)?.partitioned === true,
      },
    }),
  )
}

export function heal(a: NodeName, b: NodeName): void {
  void carryOut(`The link between ${a} and ${b} can't be healed`, (cluster) => cluster.heal(a, b))
}

export function releaseOne(from: NodeName, to: NodeName): void {
  void carryOut(`No frame can be released`, (cluster) => cluster.release(from, to, 1))
}

export function releaseAll(from: NodeName, to: NodeName): void {
  void carryOut(`The held frames can't be released`, (cluster) => cluster.release(from, to))
}

/** What each condition does to a frame, in words. */
export const CONDITION_SAYS: Readonly<Record<LinkCondition['kind'], string>> = {
  pass: 'Every frame passes',
  hold: 'Frames are held until released',
  cut: 'Frames vanish, and neither end is told',
  drop: 'Frames are dropped',
  duplicate: 'Frames arrive twice',
  reorder: 'A frame is overtaken by the next',
  truncate: 'Frames lose their end',
  flipBit: 'One bit of a frame is flipped',
}
