import {
  type Availability,
  availabilityOfHeal,
  availabilityOfPartition,
  availabilityOfRelease,
} from '../../../cluster/availability.ts'
import type { Cluster, LinkView } from '../../../cluster/cluster.ts'
import type { LinkCondition } from '../../../cluster/contract.ts'
import type { MenuChoice } from '../../design/Menu.tsx'
import { perform } from '../perform.ts'

interface ConditionChoice {
  readonly id: string
  readonly label: string
  readonly says: string
  readonly condition: LinkCondition
}

const CONDITIONS: readonly ConditionChoice[] = [
  { id: 'cut', label: 'Cut this direction', says: 'Frames vanish; neither end is told.', condition: { kind: 'cut' } },
  { id: 'hold', label: 'Hold', says: 'Frames wait here until they are released.', condition: { kind: 'hold' } },
  {
    id: 'drop',
    label: 'Drop the next WAL frame',
    says: 'It never arrives; the next one shows the gap.',
    condition: { kind: 'drop' },
  },
  { id: 'duplicate', label: 'Duplicate the next WAL frame', says: 'It arrives twice.', condition: { kind: 'duplicate' } },
  {
    id: 'reorder',
    label: 'Reorder the next WAL frame',
    says: 'It waits until the one after it has passed.',
    condition: { kind: 'reorder' },
  },
  { id: 'truncate', label: 'Truncate the next WAL frame', says: 'Its end is cut off.', condition: { kind: 'truncate' } },
  { id: 'flipBit', label: 'Flip a bit in the next WAL frame', says: 'One real bit, on its way.', condition: { kind: 'flipBit' } },
]

const PASS: ConditionChoice = { id: 'pass', label: 'Pass', says: 'Every frame goes through.', condition: { kind: 'pass' } }

/** What can be done to one direction of a link, and to both. `back` is the other direction. */
export function laneChoices(cluster: Cluster, link: LinkView, back: LinkView | null): readonly MenuChoice[] {
  const { from, to } = link
  const both = back === null ? [link] : [link, back]
  const partitioned = availabilityOfPartition(link)
  return [
    ...CONDITIONS.map((choice) => conditionChoice(cluster, link, choice)),
    {
      id: 'release',
      label: link.held > 1 ? `Release all ${link.held} held frames` : 'Release the held frame',
      says: 'They go on, in order.',
      blocked: availabilityOfRelease(link),
      onAction: () => perform(`Release, ${from} to ${to},`, () => cluster.release(from, to)),
    },
    conditionChoice(cluster, link, PASS),
    {
      id: 'partition',
      label: `Partition ${from} and ${to}`,
      says: 'The link goes down at both ends; what is in flight is lost.',
      blocked: partitioned,
      onAction: () => perform(`Partition of ${from} and ${to}`, () => cluster.partition(from, to)),
    },
    {
      id: 'heal',
      label: `Heal ${from} and ${to}`,
      says: 'Clears every condition of both directions; the link comes up anew.',
      blocked: availabilityOfHeal(both),
      onAction: () => perform(`Heal of ${from} and ${to}`, () => cluster.heal(from, to)),
    },
  ]
}

function conditionChoice(cluster: Cluster, link: LinkView, { id, label, says, condition }: ConditionChoice): MenuChoice {
  const { from, to } = link
  return {
    id,
    label,
    says,
    blocked: conditionBlocked(link, condition),
    onAction: () => perform(`${label}, ${from} to ${to},`, () => cluster.condition(from, to, condition)),
  }
}

function conditionBlocked(link: LinkView, condition: LinkCondition): Availability {
  const unlimited = condition.kind === 'pass' || condition.kind === 'cut' || condition.kind === 'hold'
  if (unlimited && link.condition.kind === condition.kind && !link.partitioned)
    return { reason: `${link.from} to ${link.to} is set to ${condition.kind} already.` }
  return null
}
