import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { loadHash128 } from '../../platform/hashing.ts'
import { flipped } from '../../simulation/forgery.ts'
import { N1, N2, Rehearsal } from '../../simulation/rehearsal.ts'
import { createNode } from '../create-node.ts'
import { digestHex } from '../digest.ts'
import type { DiskContents, StoredBatch } from '../disk.ts'
import { lsn, type NodeName, nodeName } from '../ids.ts'
import type { DatabaseNode } from '../node.ts'
import { BATCH_HEADER_BYTES } from '../wal/stored-batch.ts'
import { readManifest, writeManifest } from './manifest.ts'

const hash = await loadHash128()

/** A Primary and a Replica with three commits, one of several documents, one of them a tombstone. */
function written(): Rehearsal {
  const rehearsal = Rehearsal.steady({ hash, nodes: [N1, N2] })
  rehearsal.putAndSettle('a', 'one')
  rehearsal.write([
    { op: 'put', collection: 'notes', document: { _id: 'b', text: 'two' } },
    { op: 'delete', collection: 'notes', id: 'a' },
  ])
  rehearsal.cluster.settle()
  rehearsal.putAndSettle('a', 'three')
  return rehearsal
}

const diskOf = (rehearsal: Rehearsal, name: NodeName): DiskContents => rehearsal.cluster.at(name).disk.contents()

/** A node of the cluster, started by itself on other contents than its disk has. */
function startedOn(rehearsal: Rehearsal, name: NodeName, disk: DiskContents, starts = 2): DatabaseNode {
  const node = createNode(hash)
  const { configuration } = rehearsal.cluster.at(name)
  const authority = configuration.primaries.includes(name) ? 'granted' : 'notRequested'
  node.step({ kind: 'start', configuration, disk, authority, entropy: new Uint8Array(16), starts })
  return node
}

const withBatch = ({ manifest, batches }: DiskContents, index: number, batch: StoredBatch): DiskContents => ({
  manifest,
  batches: batches.map((kept, at) => (at === index ? batch : kept)),
})

const REHEARSAL = written()
const DISK = diskOf(REHEARSAL, N1)

/** What a start says of a disk: the rule that refused it, and for a log the WAL rule that it broke; `started` where nothing did. */
function verdictOn(disk: DiskContents): string {
  const { role, refusal } = startedOn(REHEARSAL, N1, disk).position()
  if (role !== 'StartRefused') return 'started'
  const violated = refusal?.evidence?.violated
  return typeof violated === 'string' ? `${refusal?.rule} ${violated}` : (refusal?.rule ?? '')
}

/** How often each verdict falls when every single bit is flipped. */
function verdictsOnFlips(bytes: Uint8Array, disk: (flippedBytes: Uint8Array) => DiskContents): Record<string, number> {
  const counts: Record<string, number> = {}
  for (let bit = 0; bit < bytes.length * 8; bit++) {
    const verdict = verdictOn(disk(flipped(bytes, bit)))
    counts[verdict] = (counts[verdict] ?? 0) + 1
  }
  return counts
}

describe('a disk with any one bit flipped is refused at start', () => {
  const batches = DISK.batches.map((batch, index) => ({ name: `the batch at LSN ${batch.firstLsn}`, batch, index }))

  test.each(batches)('$name: every bit of every record (RECOVERY-5, WAL-1, WAL-2)', ({ batch, index }) => {
    const header = batch.bytes.subarray(0, BATCH_HEADER_BYTES)
    const records = batch.bytes.subarray(BATCH_HEADER_BYTES)
    const counts = verdictsOnFlips(records, (damaged) =>
      withBatch(DISK, index, { ...batch, bytes: new Uint8Array([...header, ...damaged]) }),
    )
    expect(Object.keys(counts).toSorted()).toEqual(['RECOVERY-5 WAL-1', 'RECOVERY-5 WAL-2'])
    expect((counts['RECOVERY-5 WAL-1'] ?? 0) + (counts['RECOVERY-5 WAL-2'] ?? 0)).toBe(records.length * 8)
  })

  test.each(batches)('$name: every bit of its header (RECOVERY-5, WAL-7)', ({ batch, index }) => {
    const records = batch.bytes.subarray(BATCH_HEADER_BYTES)
    const counts = verdictsOnFlips(batch.bytes.subarray(0, BATCH_HEADER_BYTES), (damaged) =>
      withBatch(DISK, index, { ...batch, bytes: new Uint8Array([...damaged, ...records]) }),
    )
    expect(counts).toEqual({ 'RECOVERY-5 WAL-7': BATCH_HEADER_BYTES * 8 })
  })

  test('every bit of the manifest (RECOVERY-2)', () => {
    const manifest = DISK.manifest ?? new Uint8Array(0)
    const counts = verdictsOnFlips(manifest, (damaged) => ({ manifest: damaged, batches: DISK.batches }))
    expect(counts).toEqual({ 'RECOVERY-2': manifest.length * 8 })
  })

  test('the evidence names the WAL rule, the offset, and how far the log verified (RECOVERY-5)', () => {
    const [, second] = DISK.batches
    const damaged = second === undefined ? DISK : withBatch(DISK, 1, { ...second, bytes: flipped(second.bytes, 60 * 8) })
    expect(startedOn(REHEARSAL, N1, damaged).position()).toMatchObject({
      role: 'StartRefused',
      refusal: {
        code: 'AERO_RECOVERY_WAL_CORRUPT',
        severity: 'FATAL',
        evidence: { verifiedLsn: 1, violated: 'WAL-2', offset: 0 },
      },
    })
  })
})

describe('a disk of other contents than were written is refused at start', () => {
  const [genesis, first, second, third] = DISK.batches
  const batchesOf = (...batches: readonly (StoredBatch | undefined)[]): DiskContents => ({
    manifest: DISK.manifest,
    batches: batches.filter((batch) => batch !== undefined),
  })
  const cutTo = (bytes: number): StoredBatch | undefined =>
    third === undefined ? undefined : { ...third, bytes: third.bytes.subarray(0, bytes) }
  const thirdUnderKey = (key: number): StoredBatch | undefined =>
    third === undefined ? undefined : { ...third, firstLsn: lsn(key) }

  const cases: readonly (readonly [string, string, DiskContents])[] = [
    ['no manifest', 'RECOVERY-1', { manifest: null, batches: DISK.batches }],
    ['nothing at all', 'RECOVERY-1', { manifest: null, batches: [] }],
    ['a manifest of a format yet to come', 'RECOVERY-3', { ...DISK, manifest: manifestWith({}, 2) }],
    [
      'a manifest that is no manifest, though its checksum agrees',
      'RECOVERY-2',
      { ...DISK, manifest: manifestWith({ role: 'x' }) },
    ],
    ["another cluster's disk", 'RECOVERY-4', { ...DISK, manifest: manifestWith({ clusterId: 'another' }) }],
    ["another node's disk", 'RECOVERY-4', { ...DISK, manifest: manifestWith({ node: 'n9' }) }],
    ['a batch missing in the middle', 'RECOVERY-5 WAL-7', batchesOf(genesis, first, third)],
    ['a batch missing at the beginning', 'RECOVERY-5 WAL-7', batchesOf(first, second, third)],
    ['a doubled batch', 'RECOVERY-5 WAL-7', batchesOf(genesis, first, first, second, third)],
    ['two batches swapped', 'RECOVERY-5 WAL-7', batchesOf(genesis, second, first, third)],
    ['a batch under another key', 'RECOVERY-5 WAL-7', batchesOf(genesis, first, second, thirdUnderKey(8))],
    ['a batch without records', 'RECOVERY-5 WAL-7', batchesOf(genesis, first, second, cutTo(BATCH_HEADER_BYTES))],
    ['half a header', 'RECOVERY-5 WAL-7', batchesOf(genesis, first, second, cutTo(20))],
    ['a batch that ends within a record', 'RECOVERY-5 WAL-1', batchesOf(genesis, first, second, cutTo(BATCH_HEADER_BYTES + 30))],
    ['the log lost whole', 'RECOVERY-6', batchesOf()],
    ['a log under a manifest without a history', 'RECOVERY-6', { ...DISK, manifest: manifestWith({ historyId: null }) }],
    ['a log of another history', 'RECOVERY-6', { ...DISK, manifest: manifestWith({ historyId: 'f'.repeat(32) }) }],
  ]

  function manifestWith(change: object, formatVersion = 1): Uint8Array {
    const { manifest } = readManifest(DISK.manifest ?? new Uint8Array(0), 1)
    if (manifest === null) throw new Error('a disk of this cluster has a manifest')
    return writeManifest({ ...manifest, ...change }, formatVersion)
  }

  test.each(cases)('%s: %s', (_, verdict, disk) => {
    expect(verdictOn(disk)).toBe(verdict)
  })

  test('a batch that ends within a commit, header and all: no commit record, no commit (WAL-5)', () => {
    const records = third?.bytes.subarray(BATCH_HEADER_BYTES) ?? new Uint8Array(0)
    const length = new DataView(records.buffer, records.byteOffset).getUint32(0, true)
    expect(verdictOn(batchesOf(genesis, first, second, cutTo(BATCH_HEADER_BYTES + length)))).toBe('RECOVERY-5 WAL-5')
  })

  test('a lost tail is no damage to a node alone: it is a shorter log (FAIL-67)', () => {
    expect(verdictOn(batchesOf(genesis, first, second))).toBe('started')
  })

  test('it stays as it was found: nothing is written, repaired or served (RECOVERY-7)', () => {
    const node = startedOn(REHEARSAL, N1, batchesOf(genesis, first, third))
    expect(node.position()).toMatchObject({ role: 'StartRefused', batchInFlight: false, durableLsn: 0 })
  })
})

const operation: fc.Arbitrary<Operation> = fc.record({
  id: fc.constantFrom('a', 'b', 'c'),
  op: fc.constantFrom('put', 'delete'),
})
const writeSet = fc.uniqueArray(operation, { minLength: 1, maxLength: 3, selector: ({ id }) => id })

interface Operation {
  readonly id: string
  readonly op: 'put' | 'delete'
}

/** Two nodes on which these write sets were committed, one after the other or all at once. */
function wrote(sync: 'each' | 'group', sets: readonly (readonly Operation[])[]): Rehearsal {
  const rehearsal = Rehearsal.steady({ hash, sync, nodes: [N1, N2] })
  for (const [index, set] of sets.entries()) {
    rehearsal.write(
      set.map(({ id, op }) =>
        op === 'put' ? { op, collection: 'notes', document: { _id: id, text: `${index}` } } : { op, collection: 'notes', id },
      ),
    )
  }
  rehearsal.cluster.settle()
  return rehearsal
}

describe('recovery is a pure function of the disk (RECOVERY-7)', () => {
  test.each(['each', 'group'] as const)('the same disk gives the same node, twice, and the one that was killed (%s)', (sync) => {
    const writes = fc.property(fc.array(writeSet, { maxLength: 12 }), (sets) => {
      const rehearsal = wrote(sync, sets)
      for (const name of [N1, N2]) {
        const living = rehearsal.position(name)
        const once = startedOn(rehearsal, name, diskOf(rehearsal, name))
        const twice = startedOn(rehearsal, name, diskOf(rehearsal, name))
        expect(digestHex(once.digest())).toBe(digestHex(twice.digest()))
        const { appliedLsn, appliedCommitId, chainDigest, stateDigest, historyId } = once.position()
        expect({ appliedLsn, appliedCommitId, chainDigest, stateDigest, historyId }).toEqual({
          appliedLsn: living.appliedLsn,
          appliedCommitId: living.appliedCommitId,
          chainDigest: living.chainDigest,
          stateDigest: living.stateDigest,
          historyId: living.historyId,
        })
        expect(once.walBytes()).toEqual(rehearsal.node(name).walBytes())
        expect(once.chains({ kind: 'recent', limit: 9 })).toEqual(rehearsal.node(name).chains({ kind: 'recent', limit: 9 }))
      }
    })
    fc.assert(writes, { numRuns: 15 })
  })

  test.each([
    'each',
    'group',
  ] as const)('of any log, any one bit flipped and any batch cut short is refused, on either node (%s)', (sync) => {
    const damages = fc.property(fc.array(writeSet, { maxLength: 8 }), fc.nat(), fc.nat(), (sets, pick, at) => {
      const rehearsal = wrote(sync, sets)
      for (const name of [N1, N2]) {
        const disk = diskOf(rehearsal, name)
        const index = pick % disk.batches.length
        const { firstLsn, bytes } = disk.batches[index] ?? { firstLsn: lsn(0), bytes: new Uint8Array(1) }
        for (const damaged of [flipped(bytes, at % (bytes.length * 8)), bytes.slice(0, at % bytes.length)]) {
          const { role, refusal } = startedOn(rehearsal, name, withBatch(disk, index, { firstLsn, bytes: damaged })).position()
          expect([role, refusal?.rule]).toEqual(['StartRefused', 'RECOVERY-5'])
        }
      }
    })
    fc.assert(damages, { numRuns: 60 })
  })

  test('it leaves what it was given as it was, and so does the node that it gives', () => {
    const rehearsal = written()
    const disk = diskOf(rehearsal, N1)
    const copyOf = ({ manifest, batches }: DiskContents) => ({
      manifest: manifest?.slice(),
      batches: batches.map(({ firstLsn, bytes }) => ({ firstLsn, bytes: bytes.slice() })),
    })
    const before = copyOf(disk)
    rehearsal.restart(N1)
    rehearsal.putAndSettle('a', 'four')
    rehearsal.node(N1).walBytes().fill(0)
    expect(copyOf(disk)).toEqual(before)
  })

  test('however often a start is interrupted, only the incarnation tells (RECOVERY-9)', () => {
    const rehearsal = written()
    const { cluster } = rehearsal
    const before = rehearsal.position(N1)
    for (const landing of ['lost', 'lands', 'lost', 'lands', 'lands'] as const) {
      cluster.kill(N1, landing)
      cluster.start(N1)
    }
    cluster.settle()
    const { incarnation, ...rest } = rehearsal.position(N1)
    expect(incarnation).toBeGreaterThan(before.incarnation)
    expect(rest).toMatchObject({ stateDigest: before.stateDigest, chainDigest: before.chainDigest, role: 'PrimaryActive' })
  })
})

describe('incarnations only grow (RECOVERY-9)', () => {
  test.each([
    ['the host counts further than the disk', 9, 9],
    ['the disk remembers more than the host', 1, 2],
  ])('%s', (_, starts, incarnation) => {
    expect(startedOn(REHEARSAL, N1, DISK, starts).position().incarnation).toBe(incarnation)
  })
})

test('a start that aborts is refused, and another start is the same start (WAL-10)', () => {
  const rehearsal = written()
  const { cluster } = rehearsal
  cluster.kill(N1, 'lost')
  cluster.start(N1)
  cluster.fail(N1, { outcome: 'aborted', cause: 'QuotaExceededError' })
  expect(rehearsal.position(N1)).toMatchObject({
    role: 'StartRefused',
    refusal: { code: 'AERO_DISK_BATCH_ABORTED', rule: 'WAL-10', evidence: { cause: 'QuotaExceededError' } },
  })
  rehearsal.restart(N1)
  expect(rehearsal.position(N1)).toMatchObject({ role: 'PrimaryActive', appliedCommitId: 3 })
})

test('a new Primary begins a history with the entropy that it was given, in one batch with its name (RECOVERY-6)', () => {
  const alone = nodeName('n1')
  const rehearsal = new Rehearsal({ hash, nodes: [alone] })
  rehearsal.cluster.start(alone)
  expect(rehearsal.position(alone)).toMatchObject({ role: 'Recovering', durableLsn: 0 })
  rehearsal.cluster.land(alone)
  const { historyId } = rehearsal.position(alone)
  expect(historyId).toMatch(/^[0-9a-f]{32}$/)
  expect(rehearsal.node(alone).walRecords(lsn(1), 9)).toMatchObject([{ lsn: 1, type: 'genesis' }])
  expect(readManifest(diskOf(rehearsal, alone).manifest ?? new Uint8Array(0), 1).manifest).toMatchObject({
    historyId,
    role: 'primary',
    incarnation: 1,
    halt: null,
  })
})
