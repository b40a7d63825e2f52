import { expect, ITEMS, keyOf, test } from './fixture/test.ts'
import { Random, seedOfRun } from './oracle/random.ts'
import type { WalLog } from './oracle/wal-log.ts'
import { type Attempt, type KillStep, type ReadSample, storm, unreadable } from './storm.ts'

const KILLS = 100
const CLIENTS = 3
const NODES = ['n1', 'n2', 'n3'] as const

/** Which node dies, when, who else, and when they come back. */
function drawSteps(random: Random): readonly KillStep[] {
  const steps: KillStep[] = []
  for (let kills = 0; kills < KILLS; ) {
    const nodes = [random.pick(NODES)]
    const other = random.pick(NODES)
    if (random.below(4) === 0 && kills < KILLS - 1 && other !== nodes[0]) nodes.push(other)
    kills += nodes.length
    steps.push({ nodes, writesBefore: random.below(6), writesWhileDead: random.below(6), isReversed: random.below(2) === 0 })
  }
  return steps
}

function documentsOf(log: WalLog, commitId: number): readonly unknown[] {
  return log.commits.find((commit) => commit.commitId === commitId)?.versions.map(({ document }) => document) ?? []
}

/** Present as a whole or absent as a whole, and never twice. */
function expectWholeOrAbsent(log: WalLog, { documents }: Attempt): 'present' | 'absent' {
  const own = documents[0]
  const versions = log.versionsOf(keyOf(own?._id ?? ''))
  expect(versions.length, `${own?._id} is written once or never`).toBeLessThanOrEqual(1)
  const [version] = versions
  if (version === undefined) return 'absent'
  expect(documentsOf(log, version.commitId)).toEqual(documents)
  return 'present'
}

/** MVCC-1, worked out again from the log. */
function visible(
  versions: ReturnType<WalLog['versionsOf']>,
  bound: number,
): { readonly version: number | null; readonly document: unknown } {
  const version = versions.findLast(({ commitId }) => commitId <= bound)
  return { version: version?.commitId ?? null, document: version?.document ?? null }
}

function expectReadsOfThePrefix(log: WalLog, samples: readonly ReadSample[]): void {
  const versions = new Map<string, ReturnType<WalLog['versionsOf']>>()
  for (const { commitId, versions: written } of log.commits) {
    for (const version of written) {
      expect(version.commitId).toBe(commitId)
      versions.set(version.key, [...(versions.get(version.key) ?? []), version])
    }
  }
  for (const { node, id, bound, version, document } of samples)
    expect({ version, document }, `${id} at ${bound}, read on ${node} under way`).toEqual(
      visible(versions.get(keyOf(id)) ?? [], bound),
    )
}

test('WAL-8, READ-5, RECOVERY-7: 100 random kills and restarts under a workload lose no acknowledged write, and all nodes end equal', async ({
  cluster,
}) => {
  test.setTimeout(300_000)
  const seed = seedOfRun()
  process.stdout.write(`kills: AERODB_SEED=${seed}\n`)
  await cluster.api.workload('n1', { commitsPerSecond: 100, clients: 4 })
  const { attempts, samples, kills } = await cluster.run(storm, { steps: drawSteps(new Random(seed)), clients: CLIENTS })
  await cluster.api.workload('n1', null)
  await cluster.api.settled()

  expect(kills).toBe(KILLS)
  const log = await cluster.expectAllEqual()

  const acknowledged = attempts.filter(({ outcome }) => outcome === 'acknowledged')
  const unknown = attempts.filter(({ outcome }) => outcome === 'unknown')
  expect(acknowledged.length, 'clients got somewhere').toBeGreaterThan(KILLS)
  expect(unknown.length, 'and some were cut off').toBeGreaterThan(0)
  expect(acknowledged.length + unknown.length, 'a Primary that lives rejects none of these').toBe(attempts.length)

  await test.step('every acknowledged write is in the log at its CommitId, whole', () => {
    for (const { commitId, documents } of acknowledged) expect(documentsOf(log, commitId)).toEqual(documents)
  })
  await test.step('FAIL-2, FAIL-3, FAIL-11, FAIL-12: every unknown write is there as a whole, or not at all', () => {
    for (const attempt of unknown) expectWholeOrAbsent(log, attempt)
  })
  await test.step('nothing is in the log that no client wrote', () => {
    const written = new Set(attempts.map(({ documents }) => documents[0]?._id))
    const found = log.commits.filter(({ versions }) => versions[0]?.key.startsWith(`${ITEMS}:`) === true)
    const names = found.map(({ versions }) => versions[0]?.key.slice(ITEMS.length + 1))
    expect(names.filter((name) => !written.has(name))).toEqual([])
  })
  await test.step('every acknowledged write can be read at its CommitId on every node', async () => {
    expect(await cluster.run(unreadable, { nodes: NODES, attempts: acknowledged })).toEqual([])
  })
  await test.step('whatever a node served under way was its prefix', () => {
    expect(samples.length).toBeGreaterThan(KILLS)
    expectReadsOfThePrefix(log, samples)
  })
  await test.step('the ledger and the log agree', async () => {
    const { ledger } = await cluster.api.state()
    expect(ledger.rejected).toBe(0)
    expect(log.commits.length).toBeGreaterThanOrEqual(ledger.acknowledged)
    expect(log.commits.length).toBeLessThanOrEqual(ledger.acknowledged + ledger.unknown)
  })
})
