import type { DiskContents } from '../../aerodb/disk.ts'
import type { NodeName } from '../../aerodb/ids.ts'
import { readManifest } from '../../aerodb/recovery/manifest.ts'
import { FORMAT_VERSION } from '../../aerodb/wal/limits.ts'
import type { Damage } from '../../invariants/damage.ts'
import type { Fact } from '../../invariants/fact.ts'
import type { SimulatedDisk } from '../simulated-disk.ts'
import type { Persist } from '../simulated-node.ts'
import { damageBetween } from './damage-between.ts'

/** A disk as a replay knows it before a trace states what it holds. */
export interface DiskBefore {
  readonly name: NodeName
  /** Null where nothing is known of it. */
  readonly disk: SimulatedDisk | null
  /** In flight when its node died: it may have landed. */
  readonly undecided: Persist | null
}

/** What judges are told where a trace states what a disk holds. */
export function factsOfStatedDisk({ name: node, disk, undecided }: DiskBefore, stated: DiskContents): readonly Fact[] {
  if (disk === null) return [isAsCreated(stated) ? created(node, stated) : { kind: 'found', node, disk: stated }]
  const damage = damageBetween(disk.contents(), stated)
  if (damage?.kind !== 'recreated' || undecided === null) return damaged(node, damage, stated)
  const landed = disk.fork()
  landed.apply(undecided.batch)
  const { purpose, batch } = undecided
  return [{ kind: 'landed', node, purpose, batch }, ...damaged(node, damageBetween(landed.contents(), stated), stated)]
}

function damaged(node: NodeName, damage: Damage | null, stated: DiskContents): readonly Fact[] {
  if (damage === null) return []
  const told: Fact = { kind: 'damaged', node, damage }
  if (damage.kind === 'recreated' && isAsCreated(stated)) return [told, created(node, stated)]
  // What lies where is not said by these.
  if (damage.kind === 'recreated' || damage.kind === 'staleRead') return [told, { kind: 'found', node, disk: stated }]
  return [told]
}

/** Nothing was ever written to it but what an operator initializes. */
function isAsCreated({ manifest, batches }: DiskContents): boolean {
  const read = manifest === null ? null : readManifest(manifest, FORMAT_VERSION).manifest
  return batches.length === 0 && read !== null && read.role === 'none' && read.historyId === null
}

function created(node: NodeName, { manifest }: DiskContents): Fact {
  return { kind: 'landed', node, purpose: 'create', batch: { discardLog: 'all', putManifest: manifest, putBatch: null } }
}
