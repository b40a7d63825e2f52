import { describe, expect, test } from 'vitest'
import { documentKey, lsn } from '../aerodb/ids.ts'
import { loadHash128 } from '../platform/hashing.ts'
import { N1, N2, Rehearsal } from '../simulation/rehearsal.ts'
import { inspect } from './inspection.ts'

const hash = await loadHash128()
const ALL = { look: 'wal', from: lsn(1), limit: 100 } as const

/** A Replica of three commits whose disk was damaged, at the start that refuses it. */
function refused(damage: Parameters<Rehearsal['cluster']['damage']>[1]) {
  const rehearsal = Rehearsal.steady({ hash })
  for (const text of ['one', 'two', 'three']) rehearsal.putAndSettle('a', text)
  const sound = rehearsal.node(N1)
  rehearsal.cluster.kill(N2, 'lost')
  rehearsal.cluster.damage(N2, damage)
  rehearsal.cluster.start(N2)
  const node = rehearsal.node(N2)
  expect(node.position().role).toBe('StartRefused')
  return { node, sound }
}

function recordsOf(node: Parameters<typeof inspect>[0]) {
  const inspected = inspect(node, ALL)
  return inspected.look === 'wal' ? inspected.records : []
}

describe('a look at a node that refused its disk', () => {
  test('shows the records that verified, byte for byte, and the refusal names the last of them (RECOVERY-5)', () => {
    const { node, sound } = refused({ kind: 'flipBatchBit', batch: 2, bit: 800 })
    const records = recordsOf(node)
    const last = node.position().refusal?.evidence?.verifiedLsn
    expect(records.length).toBeGreaterThan(0)
    expect(records.at(-1)?.lsn).toBe(last)
    expect(records).toEqual(recordsOf(sound).slice(0, records.length))
    expect(records.length).toBeLessThan(recordsOf(sound).length)
    const length = records.reduce((sum, { bytes }) => sum + bytes, 0)
    expect(inspect(node, { look: 'walBytes' })).toEqual({ look: 'walBytes', bytes: sound.walBytes().slice(0, length) })
  })

  test('shows the whole log where only the manifest is damaged (RECOVERY-2)', () => {
    const { node, sound } = refused({ kind: 'flipManifestBit', bit: 100 })
    expect(recordsOf(node)).toEqual(recordsOf(sound))
    expect(node.walBytes()).toEqual(sound.walBytes())
  })

  test.each([ALL, { look: 'walBytes' }] as const)('is refused where no record verified, with the rule ($look)', (inspection) => {
    const { node } = refused({ kind: 'flipBatchBit', batch: 0, bit: 800 })
    expect(inspect(node, inspection)).toMatchObject({
      look: 'refused',
      error: { rule: 'RECOVERY-5', evidence: { verifiedLsn: 0 } },
    })
  })

  test('is refused for versions: it has no state (READ-1)', () => {
    const { node, sound } = refused({ kind: 'flipBatchBit', batch: 2, bit: 800 })
    const inspection = { look: 'versions', key: documentKey('notes', 'a') } as const
    expect(inspect(node, inspection)).toMatchObject({ look: 'refused', error: { code: 'AERO_READ_NOT_SERVING', rule: 'READ-1' } })
    expect(inspect(sound, inspection)).toMatchObject({ look: 'versions', versions: [{}, {}, {}] })
  })
})
