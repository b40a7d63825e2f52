import { digestHex } from '../../aerodb/digest.ts'
import type { NodeAccount } from '../chronicle/node-account.ts'
import { pointAt, sameChain } from '../chronicle/point.ts'
import type { FactOf } from '../fact.ts'
import { type Bench, type Invariant, stateless } from '../invariant.ts'

function judge({ node, observation }: FactOf<'observed'>, bench: Bench): void {
  const account = bench.chronicle.node(node)
  if (observation.kind === 'recovered') judgeRecovered(account, observation, bench)
  else if (observation.kind === 'startRefused') judgeRefused(account, observation.error.rule ?? '', bench)
}

type Recovered = Extract<FactOf<'observed'>['observation'], { readonly kind: 'recovered' }>

function judgeRecovered(account: NodeAccount, { lsn, chainDigest, historyId }: Recovered, bench: Bench): void {
  const { name, disk, durableLsn, points, configuration } = account
  if (disk.soundness === 'unsure') return
  bench.check()
  if (disk.soundness === 'unsound') {
    bench.breach([], { node: name, recoveredLsn: lsn, disk: 'damaged', expected: 'StartRefused' })
    return
  }
  const { manifest } = disk
  if (manifest !== null && (manifest.clusterId !== configuration?.clusterId || manifest.node !== name)) {
    bench.breach([], { node: name, clusterId: manifest.clusterId, nodeOnDisk: manifest.node, expected: 'StartRefused' })
  }
  const left = disk.isKnown ? disk.lastLsn : durableLsn
  const isRight = disk.isKnown
    ? lsn === left && historyId === (manifest?.historyId ?? null)
    : lsn >= left || isExplained(account, lsn)
  if (!isRight) bench.breach([], { node: name, recoveredLsn: lsn, left, historyId })
  const stated = disk.mayHaveLost ? null : pointAt(points, lsn)
  if (stated !== null && !sameChain(stated, chainDigest)) {
    bench.breach([], { node: name, lsn, chain: digestHex(chainDigest), stated: digestHex(stated.chain) })
  }
}

/** Where the disk is not known: it was damaged, or a bootstrap had landed whose end was never stated. */
function isExplained({ disk, isConfiguredAsPrimary }: NodeAccount, lsn: number): boolean {
  return disk.mayHaveLost || (lsn === 0 && !isConfiguredAsPrimary)
}

/** A disk on which everything is as it landed is not refused by what recovery asks of it. */
function judgeRefused({ name, disk, configuration }: NodeAccount, rule: string, bench: Bench): void {
  if (!disk.isKnown || !rule.startsWith('RECOVERY-')) return
  const { manifest } = disk
  const isOwn = manifest?.clusterId === configuration?.clusterId && manifest?.node === name
  if (disk.soundness !== 'sound' || !isOwn) return
  bench.check()
  bench.breach([], { node: name, refusedBy: rule, disk: 'sound', lastLsn: disk.lastLsn })
}

export const recoveryDeterministic: Invariant = {
  id: 'recovery-deterministic',
  statement: 'A start finds exactly what is on the disk: all of it where it is sound and its own, and a refusal where it is not.',
  rules: ['RECOVERY-1', 'RECOVERY-2', 'RECOVERY-3', 'RECOVERY-4', 'RECOVERY-5', 'RECOVERY-6', 'RECOVERY-7', 'WAL-7'],
  hears: ['observed recovered', 'observed startRefused'],
  open: stateless(judge),
}
