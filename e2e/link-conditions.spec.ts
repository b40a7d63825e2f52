import type { LinkCondition } from '../src/cluster/contract.ts'
import { type Explorer, expect, ITEMS, put, test } from './fixture/test.ts'

/**
 * Every condition of a link has the one outcome that the table *Links* of REPLICATION_FAILURE_MATRIX gives it. With sync `each` a commit is a
 * frame for each Replica, so counts are exact. n3 is never hurt: what happens between n1 and n2 is theirs.
 */

const GAP = { reason: 'WalGapDetected', rule: 'LOG-5' } as const
const CORRUPTION = { reason: 'WalCorruption', rule: 'LOG-1' } as const

async function write(cluster: Explorer, ...ids: readonly string[]): Promise<number> {
  let newest = 0
  for (const id of ids) {
    const outcome = await cluster.api.write('n1', [put(id, { written: 'once' })])
    expect(outcome).toMatchObject({ outcome: 'acknowledged' })
    if (outcome.outcome === 'acknowledged') newest = outcome.commitId
  }
  await cluster.api.settled()
  return newest
}

async function appliedBy(cluster: Explorer, node: string): Promise<number> {
  return (await cluster.node(node)).appliedCommitId
}

/** n2 halts at its prefix and nobody else does; the halt outlives a restart; a resume proves the prefix and ends it. */
async function expectHaltAndResume(
  cluster: Explorer,
  halt: Parameters<Explorer['expectHalted']>[1],
  prefix: number,
): Promise<void> {
  const halted = await cluster.expectHalted('n2', halt)
  expect(halted.appliedCommitId, 'nothing of what was refused was used').toBe(prefix)
  expect(await cluster.node('n1')).toMatchObject({ role: 'PrimaryActive' })
  expect(await cluster.node('n3')).toMatchObject({ role: 'ReplicaActive', session: 'streaming' })
  expect(await cluster.api.resume('n2')).toMatchObject({ outcome: 'done' })
  await cluster.api.settled()
  await cluster.expectAllEqual()
}

test('FAIL-32: pass, and what is written is on every node', async ({ cluster }) => {
  await cluster.api.condition('n1', 'n2', { kind: 'pass' })
  await write(cluster, 'a', 'b', 'c')
  const log = await cluster.expectAllEqual()
  expect(log.commits).toHaveLength(3)
})

test('FAIL-30, FAIL-31: a partition makes the Replica lag and serve its prefix; healed, it catches up from there', async ({
  cluster,
}) => {
  const before = await write(cluster, 'a')
  await cluster.api.partition('n1', 'n2')
  const after = await write(cluster, 'a', 'b')

  expect(await cluster.link('n1', 'n2')).toMatchObject({ up: false })
  expect(await cluster.link('n2', 'n1')).toMatchObject({ up: false })
  expect(await cluster.node('n2')).toMatchObject({
    role: 'ReplicaActive',
    session: 'disconnected',
    appliedCommitId: before,
  })
  expect(await cluster.api.read('n2', ITEMS, 'a')).toMatchObject({ outcome: 'served', version: before, bound: before })
  expect(await cluster.api.read('n2', ITEMS, 'b')).toMatchObject({ outcome: 'served', document: null, version: null })
  expect(await cluster.api.read('n2', ITEMS, 'b', after)).toMatchObject({
    outcome: 'refused',
    error: { code: 'AERO_READ_BEYOND_APPLIED', rule: 'READ-2' },
  })
  expect(await appliedBy(cluster, 'n3')).toBe(after)

  await cluster.api.heal('n1', 'n2')
  await cluster.api.settled()
  expect(await cluster.node('n2')).toMatchObject({ session: 'streaming' })
  expect(await cluster.api.read('n2', ITEMS, 'b')).toMatchObject({ outcome: 'served', version: after })
  await cluster.expectAllEqual()
})

test('FAIL-33: a cut makes frames vanish with no event; healed, the handshake begins at the durable prefix', async ({
  cluster,
}) => {
  const before = await write(cluster, 'a')
  await cluster.api.condition('n1', 'n2', { kind: 'cut' })
  await write(cluster, 'b', 'c')
  expect(await cluster.node('n2')).toMatchObject({
    role: 'ReplicaActive',
    session: 'streaming',
    appliedCommitId: before,
  })
  expect(await cluster.link('n1', 'n2')).toMatchObject({ up: true, lost: 2 })
  await cluster.api.heal('n1', 'n2')
  await cluster.api.settled()
  await cluster.expectAllEqual()
})

test('FAIL-34: a cut that is lifted within the session shows as a gap at the next frame', async ({ cluster }) => {
  const before = await write(cluster, 'a')
  await cluster.api.condition('n1', 'n2', { kind: 'cut' })
  await write(cluster, 'b')
  await cluster.api.condition('n1', 'n2', { kind: 'pass' })
  await write(cluster, 'c')
  await expectHaltAndResume(cluster, GAP, before)
})

test('FAIL-35: held frames go in order when they are released, as many as were asked for', async ({ cluster }) => {
  const before = await write(cluster, 'a')
  await cluster.api.condition('n1', 'n2', { kind: 'hold' })
  await write(cluster, 'b', 'c', 'd')
  expect(await cluster.link('n1', 'n2')).toMatchObject({ held: 3, inFlight: 0 })
  expect(await appliedBy(cluster, 'n2')).toBe(before)

  await cluster.api.release('n1', 'n2', 1)
  await cluster.api.settled()
  expect(await cluster.link('n1', 'n2')).toMatchObject({ held: 2 })
  expect(await appliedBy(cluster, 'n2')).toBe(before + 1)

  await cluster.api.release('n1', 'n2')
  await cluster.api.settled()
  expect(await cluster.link('n1', 'n2')).toMatchObject({ held: 0 })
  await cluster.expectAllEqual()

  await write(cluster, 'e')
  expect(await cluster.link('n1', 'n2'), 'it still holds').toMatchObject({ held: 1 })
  await cluster.api.condition('n1', 'n2', { kind: 'pass' })
  await cluster.api.settled()
  await cluster.expectAllEqual()
})

test('FAIL-36: held frames that are lost with the link are shipped again by the next session', async ({ cluster }) => {
  await cluster.api.condition('n1', 'n2', { kind: 'hold' })
  await write(cluster, 'a', 'b')
  await cluster.api.partition('n1', 'n2')
  expect(await cluster.link('n1', 'n2')).toMatchObject({ up: false, held: 0, lost: 2 })
  await cluster.api.heal('n1', 'n2')
  await cluster.api.settled()
  await cluster.expectAllEqual()
})

test('FAIL-36: held frames that are lost with their sender are shipped again by the next session', async ({ cluster }) => {
  await cluster.api.condition('n1', 'n2', { kind: 'hold' })
  await write(cluster, 'a', 'b')
  await cluster.api.kill('n1')
  await cluster.api.settled()
  expect(await appliedBy(cluster, 'n2')).toBe(0)
  await cluster.api.restart('n1')
  await cluster.api.heal('n1', 'n2')
  await cluster.api.settled()
  await cluster.expectAllEqual()
})

test('FAIL-37: a dropped frame shows as a gap when the next comes', async ({ cluster }) => {
  const before = await write(cluster, 'a')
  await cluster.api.condition('n1', 'n2', { kind: 'drop' })
  await write(cluster, 'b', 'c')
  expect(await cluster.link('n1', 'n2')).toMatchObject({ lost: 1 })
  await expectHaltAndResume(cluster, GAP, before)
})

test('FAIL-37: as many frames are dropped as were asked for', async ({ cluster }) => {
  const before = await write(cluster, 'a')
  await cluster.api.condition('n1', 'n2', { kind: 'drop', count: 3, frames: 'wal' })
  await write(cluster, 'b', 'c', 'd')
  expect(await cluster.link('n1', 'n2')).toMatchObject({ lost: 3 })
  expect(await cluster.node('n2')).toMatchObject({ role: 'ReplicaActive', appliedCommitId: before })
  await write(cluster, 'e')
  expect(await cluster.link('n1', 'n2')).toMatchObject({ lost: 3 })
  await expectHaltAndResume(cluster, GAP, before)
})

test('FAIL-38: a frame dropped last is lag until a new session', async ({ cluster }) => {
  const before = await write(cluster, 'a')
  await cluster.api.condition('n1', 'n2', { kind: 'drop' })
  const after = await write(cluster, 'b')
  expect(await cluster.node('n2')).toMatchObject({
    role: 'ReplicaActive',
    session: 'streaming',
    appliedCommitId: before,
  })
  expect(await cluster.api.read('n2', ITEMS, 'a')).toMatchObject({ outcome: 'served', bound: before })
  await cluster.api.partition('n1', 'n2')
  await cluster.api.heal('n1', 'n2')
  await cluster.api.settled()
  expect(await appliedBy(cluster, 'n2')).toBe(after)
  await cluster.expectAllEqual()
})

test('FAIL-39: a doubled frame is proven equal and ignored (LOG-3, LOG-4)', async ({ cluster }) => {
  await cluster.api.condition('n1', 'n2', { kind: 'duplicate', count: 2 })
  const { delivered } = await cluster.link('n1', 'n2')
  await write(cluster, 'a', 'b', 'c')
  expect(await cluster.link('n1', 'n2')).toMatchObject({ delivered: delivered + 5, lost: 0 })
  const log = await cluster.expectAllEqual()
  expect(log.commits).toHaveLength(3)
})

test('FAIL-40: a frame that comes early shows a gap; the one that it passed changes nothing any more', async ({ cluster }) => {
  const before = await write(cluster, 'a')
  await cluster.api.condition('n1', 'n2', { kind: 'reorder' })
  await write(cluster, 'b')
  expect(await cluster.link('n1', 'n2'), 'it waits for the next').toMatchObject({ held: 1 })
  expect(await appliedBy(cluster, 'n2')).toBe(before)
  await write(cluster, 'c')
  expect(await cluster.link('n1', 'n2')).toMatchObject({ held: 0 })
  await expectHaltAndResume(cluster, GAP, before)
})

test('FAIL-35: a reordered frame with no successor can be released', async ({ cluster }) => {
  await cluster.api.condition('n1', 'n2', { kind: 'reorder' })
  await write(cluster, 'a')
  await cluster.api.release('n1', 'n2')
  await cluster.api.settled()
  await cluster.expectAllEqual()
})

test('FAIL-41: a truncated frame is corruption', async ({ cluster }) => {
  const before = await write(cluster, 'a')
  await cluster.api.condition('n1', 'n2', { kind: 'truncate' })
  await write(cluster, 'b', 'c')
  await expectHaltAndResume(cluster, CORRUPTION, before)
})

test('FAIL-42: one flipped bit is corruption, wherever in the frame it is', async ({ cluster }) => {
  // From the magic through the header and the payload; a larger number wraps around, so some fall into the checksum.
  for (const bit of [undefined, 0, 17, 33, 49, 70, 120, 200, 333, 519, 777, 1111, 1501, 1999]) {
    const before = await write(cluster, `before-${bit}`)
    await cluster.api.condition('n1', 'n2', bit === undefined ? { kind: 'flipBit' } : { kind: 'flipBit', bit })
    await write(cluster, `flipped-${bit}`)
    await test.step(`bit ${bit ?? 'in the middle'}`, () => expectHaltAndResume(cluster, CORRUPTION, before))
  }
})

test('RECOVERY-8, FAIL-19: a halt outlives restarts, and a resume still ends it', async ({ cluster }) => {
  const before = await write(cluster, 'a')
  await cluster.api.condition('n1', 'n2', { kind: 'flipBit' })
  await write(cluster, 'b')
  const { halt } = await cluster.expectHalted('n2', CORRUPTION)
  for (let restart = 0; restart < 2; restart++) {
    await cluster.api.kill('n2')
    expect(await cluster.api.restart('n2')).toMatchObject({ role: 'ReplicationHalted', halt })
    await cluster.api.settled()
  }
  await expectHaltAndResume(cluster, CORRUPTION, before)
})

const MANGLED_REPORTS: readonly LinkCondition[] = [
  { kind: 'flipBit', frames: 'all' },
  { kind: 'truncate', frames: 'all' },
]

for (const condition of MANGLED_REPORTS) {
  test(`FAIL-44: a report that suffers ${condition.kind} ends the session on the Primary, which goes on`, async ({ cluster }) => {
    await cluster.api.condition('n2', 'n1', condition)
    await write(cluster, 'a')
    expect(await cluster.node('n1')).toMatchObject({ role: 'PrimaryActive' })
    expect(await cluster.node('n2')).toMatchObject({ role: 'ReplicaActive', session: 'disconnected', appliedCommitId: 1 })
    await write(cluster, 'b')
    expect(await appliedBy(cluster, 'n2')).toBe(1)
    expect(await appliedBy(cluster, 'n3')).toBe(2)
    await cluster.api.partition('n1', 'n2')
    await cluster.api.heal('n1', 'n2')
    await cluster.api.settled()
    await cluster.expectAllEqual()
  })
}

test('FAIL-45, LOG-12: without reports the window fills and the session stalls; a new session frees it', async ({ cluster }) => {
  await cluster.api.condition('n2', 'n1', { kind: 'cut' })
  const written = await cluster.run(async () => {
    let commits = 0
    for (let commit = 0; commit < 15; commit++) {
      const operations = Array.from({ length: 99 }, (_, index) => ({
        op: 'put' as const,
        collection: 'items',
        document: { _id: `${commit}-${index}` },
      }))
      const outcome = await window.aerodb.write('n1', operations)
      if (outcome.outcome === 'acknowledged') commits++
    }
    return commits
  }, null)
  await cluster.api.settled()
  expect(written).toBe(15)
  const stalled = await cluster.node('n2')
  expect(stalled).toMatchObject({ role: 'ReplicaActive', session: 'stalled' })
  // LSN 1 is the genesis marker, which was reported; a commit of 99 documents is 100 records; 1,024 are the window.
  expect(stalled.appliedLsn).toBe(1 + 1_000)
  expect(await cluster.node('n3')).toMatchObject({ session: 'streaming', appliedCommitId: 15 })
  await cluster.api.heal('n1', 'n2')
  await cluster.api.settled()
  expect(await cluster.node('n2')).toMatchObject({ session: 'streaming' })
  await cluster.expectAllEqual()
})

test('FAIL-45: a hello that is dropped leaves the Replica waiting; a new epoch begins again', async ({ cluster }) => {
  await cluster.api.kill('n2')
  await write(cluster, 'a')
  await cluster.api.condition('n1', 'n2', { kind: 'drop', frames: 'all' })
  expect(await cluster.api.restart('n2')).toMatchObject({ role: 'ReplicaActive' })
  await cluster.api.settled()
  expect(await cluster.node('n2')).toMatchObject({ role: 'ReplicaActive', session: 'disconnected', appliedCommitId: 0 })
  await cluster.api.partition('n1', 'n2')
  await cluster.api.heal('n1', 'n2')
  await cluster.api.settled()
  await cluster.expectAllEqual()
})

test('FAIL-46: reports that are doubled or overtaken take nothing back', async ({ cluster }) => {
  await cluster.api.condition('n2', 'n1', { kind: 'duplicate', frames: 'all', count: 2 })
  await cluster.api.condition('n3', 'n1', { kind: 'reorder', frames: 'all', count: 2 })
  await write(cluster, 'a', 'b', 'c', 'd')
  await cluster.expectAllEqual()
})
