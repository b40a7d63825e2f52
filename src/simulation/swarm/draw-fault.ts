import type { NodeName } from '../../aerodb/ids.ts'
import type { Choice, Landing } from '../choice.ts'
import type { DiskFault } from '../disk-fault.ts'
import type { FrameChange } from '../frame-change.ts'
import { STALE_BATCHES } from '../simulated-disk.ts'
import type { SentFrame } from '../simulated-links.ts'
import type { Dice } from './dice.ts'
import type { Stage } from './storm.ts'
import type { FaultName } from './weather.ts'

const MOST_BITS = 1_000_000
/** An armed crash comes before one of so many effects: within a step, or some steps later. */
const EFFECTS_BEFORE_CRASH = 12
const FOREIGN_CLUSTER = 'elsewhere'

/** A delay is what does not happen: the storm keeps it. */
type ChosenFault = Exclude<FaultName, 'delay'>

/** The choices that a fault amounts to now; none where there is nothing that it could strike. */
export function drawFault(name: ChosenFault, stage: Stage): readonly Choice[] {
  const choice = strike(name, stage)
  return choice === null ? [] : 'kind' in choice ? [choice] : choice
}

function strike(name: ChosenFault, stage: Stage): Choice | readonly Choice[] | null {
  switch (name) {
    case 'drop':
      return onFrame(stage, (from, to, index) => ({ kind: 'drop', from, to, index }))
    case 'duplicate':
      return onFrame(stage, (from, to, index) => ({ kind: 'duplicate', from, to, index }))
    case 'overtake':
      return onFrame(stage, (from, to, index) => (index === 0 ? null : { kind: 'deliver', from, to, index }))
    case 'truncate':
    case 'flipBit':
    case 'spoilRecords':
    case 'forgeRecords':
    case 'spoilReport':
    case 'otherProtocol':
      return changeFrame(name, stage)
    case 'spoilDuplicate':
      return spoilDuplicate(stage)
    case 'hold':
    case 'cut':
      return onDirection(stage, (from, to) => ({ kind: 'condition', condition: name, from, to }))
    case 'cutBothWays':
      return cutBothWays(stage)
    case 'partition':
      return onDirection(stage, (a, b) => (stage.cluster.links.isUp(a, b) ? { kind: 'linkDown', a, b } : null))
    case 'newEpoch':
      return onDirection(stage, (a, b) => (stage.cluster.links.isUp(a, b) ? { kind: 'linkUp', a, b } : null))
    case 'kill':
      return onLiving(stage, (node) => ({ kind: 'kill', node, batch: landing(stage.dice) }))
    case 'killAndLand':
      return onWriting(stage, (node) => ({ kind: 'kill', node, batch: 'lands' }))
    case 'killAndLose':
      return onWriting(stage, (node) => ({ kind: 'kill', node, batch: 'lost' }))
    case 'crashAfter':
      return onLiving(stage, (node) => ({
        kind: 'crashAfter',
        node,
        effects: stage.dice.index(EFFECTS_BEFORE_CRASH),
        batch: landing(stage.dice),
      }))
    case 'abort':
      return onWriting(stage, (node) => ({ kind: 'abort', node, cause: 'AbortError' }))
    case 'failUnknown':
      return onWriting(stage, (node) => ({ kind: 'failUnknown', node, batch: landing(stage.dice) }))
    case 'loseBatch':
      return onWriting(stage, (node) => ({ kind: 'loseBatch', node }))
    case 'failStart':
      return onDead(stage, (node) => ({ kind: 'failStart', node, how: stage.dice.chance(0.5) ? 'unreadable' : 'killed' }))
    case 'fillDisk':
      return pick(stage, (node) => ({ kind: 'fillDisk', node }))
    case 'loseTail':
    case 'flipBatchBit':
    case 'flipManifestBit':
    case 'otherFormat':
    case 'wipe':
    case 'recreate':
      return onDead(stage, (node) => ({ kind: 'damage', node, fault: diskFault(name, stage) }))
    case 'loseTailApart':
      return loseTailApart(stage)
    case 'staleStart':
      return onDead(stage, (node) => {
        const batches = stage.dice.whole(1, STALE_BATCHES)
        return stage.cluster.at(node).disk.contentsBefore(batches) === null ? null : { kind: 'staleStart', node, batches }
      })
    case 'twoPrimaries':
    case 'otherPrimary':
    case 'otherMembers':
    case 'foreignCluster':
    case 'authorityDenied':
    case 'authorityGrantedTwice':
      return misconfigure(name, stage)
  }
}

/** A frame that is under way, most likely one that others follow. */
function onFrame(stage: Stage, draw: (from: NodeName, to: NodeName, index: number) => Choice | null): Choice | null {
  const direction = stage.dice.pick(stage.cluster.busyLinks())
  if (direction === null) return null
  const [from, to] = direction
  return draw(from, to, stage.dice.index(stage.cluster.frames(from, to).length))
}

function changeFrame(change: FrameChange, stage: Stage): Choice | null {
  const { dice } = stage
  if (change !== 'spoilRecords' && change !== 'forgeRecords' && change !== 'spoilReport') {
    return onFrame(stage, (from, to, index) => ({
      kind: 'deliverChanged',
      change,
      from,
      to,
      index,
      position: dice.index(MOST_BITS),
    }))
  }
  const carries = ({ label: { records, reportsLsn } }: SentFrame): boolean =>
    (change === 'spoilReport' ? reportsLsn : records) !== null
  const lane = dice.pick(stage.cluster.links.busy().filter(({ frames: [first] }) => first !== undefined && carries(first)))
  if (lane === null) return null
  return { kind: 'deliverChanged', change, from: lane.from, to: lane.to, index: 0, position: dice.index(MOST_BITS) }
}

/** The frame arrives as it is, and then once more with another chain digest at its end. */
function spoilDuplicate(stage: Stage): readonly Choice[] | null {
  const lane = stage.dice.pick(
    stage.cluster.links.busy().filter(({ frames: [first] }) => (first?.label.records ?? null) !== null),
  )
  if (lane === null) return null
  const { from, to } = lane
  return [
    { kind: 'duplicate', from, to, index: 0 },
    { kind: 'deliverChanged', change: 'spoilEnd', from, to, index: 0, position: stage.dice.index(MOST_BITS) },
  ]
}

/** The Primary loses the end of its log and writes on where no Replica can see it: the histories part. */
function loseTailApart({ dice, cluster, names, primary }: Stage): readonly Choice[] | null {
  if (cluster.at(primary).disk.contents().batches.length < 2) return null
  const others = names.filter((name) => name !== primary)
  return [
    ...(cluster.at(primary).node === null ? [] : [{ kind: 'kill', node: primary, batch: 'lost' } as const]),
    { kind: 'damage', node: primary, fault: { kind: 'loseTail', batches: dice.whole(1, 3) } },
    { kind: 'start', node: primary },
    ...others.map((other) => ({ kind: 'linkDown', a: primary, b: other }) as const),
  ]
}

function onDirection(stage: Stage, draw: (from: NodeName, to: NodeName) => Choice | null): Choice | null {
  const from = stage.dice.pick(stage.names)
  const to = stage.dice.pick(stage.names.filter((name) => name !== from))
  return from === null || to === null ? null : draw(from, to)
}

function cutBothWays({ dice, names }: Stage): readonly Choice[] | null {
  const from = dice.pick(names)
  const to = dice.pick(names.filter((name) => name !== from))
  if (from === null || to === null) return null
  return [
    { kind: 'condition', condition: 'cut', from, to },
    { kind: 'condition', condition: 'cut', from: to, to: from },
  ]
}

function pick(
  stage: Stage,
  draw: (node: NodeName) => Choice | null,
  fits: (node: NodeName) => boolean = () => true,
): Choice | null {
  const node = stage.dice.pick(stage.names.filter(fits))
  return node === null ? null : draw(node)
}

function onLiving(stage: Stage, draw: (node: NodeName) => Choice | null): Choice | null {
  return pick(stage, draw, (node) => stage.cluster.at(node).node !== null)
}

function onDead(stage: Stage, draw: (node: NodeName) => Choice | null): Choice | null {
  return pick(stage, draw, (node) => stage.cluster.at(node).node === null)
}

function onWriting(stage: Stage, draw: (node: NodeName) => Choice | null): Choice | null {
  return pick(stage, draw, (node) => stage.cluster.at(node).writing !== null)
}

function landing(dice: Dice): Landing {
  return dice.chance(0.5) ? 'lands' : 'lost'
}

function diskFault(
  name: 'loseTail' | 'flipBatchBit' | 'flipManifestBit' | 'otherFormat' | 'wipe' | 'recreate',
  { dice, cluster }: Stage,
): DiskFault {
  switch (name) {
    case 'loseTail':
      return { kind: name, batches: dice.whole(1, 4) }
    case 'flipBatchBit':
      return { kind: name, batch: dice.index(MOST_BITS), bit: dice.index(MOST_BITS) }
    case 'flipManifestBit':
      return { kind: name, bit: dice.index(MOST_BITS) }
    case 'otherFormat':
    case 'wipe':
      return { kind: name }
    case 'recreate':
      return { kind: name, clusterId: cluster.clusterId }
  }
}

/** Of a dead node: what it will be started with. */
function misconfigure(
  name: 'twoPrimaries' | 'otherPrimary' | 'otherMembers' | 'foreignCluster' | 'authorityDenied' | 'authorityGrantedTwice',
  stage: Stage,
): readonly Choice[] | null {
  const { dice, cluster, names, primary } = stage
  const node = dice.pick(names.filter((candidate) => cluster.at(candidate).node === null))
  if (node === null) return null
  const other = dice.pick(names.filter((candidate) => candidate !== primary)) ?? node
  switch (name) {
    case 'twoPrimaries':
      return [{ kind: 'configure', node, configuration: { primaries: [primary, other] } }]
    case 'otherPrimary':
      return [{ kind: 'configure', node, configuration: { primaries: [dice.chance(0.5) ? node : other] } }]
    case 'otherMembers':
      return [{ kind: 'configure', node, configuration: { nodes: names.filter((member) => member !== dice.pick(names)) } }]
    case 'foreignCluster':
      return [
        { kind: 'damage', node, fault: { kind: 'recreate', clusterId: FOREIGN_CLUSTER } },
        // Else its own cluster has to refuse the disk.
        ...(dice.chance(0.7) ? [{ kind: 'configure', node, configuration: { clusterId: FOREIGN_CLUSTER } } as const] : []),
      ]
    case 'authorityDenied':
      return [{ kind: 'authority', node, authority: 'denied' }]
    case 'authorityGrantedTwice':
      return [
        { kind: 'authority', node, authority: 'granted' },
        { kind: 'configure', node, configuration: { primaries: [node] } },
        // An empty disk has no role yet, so nothing but the meeting of the two can tell.
        ...(dice.chance(0.5)
          ? [
              {
                kind: 'damage',
                node,
                fault: { kind: 'recreate', clusterId: cluster.clusterId },
              } as const,
            ]
          : []),
      ]
  }
}
