import type { InvariantVerdict, NodeName, NodeState, Trace } from '../src/cluster/contract.ts'
import { type Explorer, expect, test } from './fixture/test.ts'
import { Random, seedOfRun } from './oracle/random.ts'
import { contentOf, Runs } from './page/runs.ts'

/** Everything that can happen to a live cluster, in one run under one workload: it replays identically, to a program and to a person. */

/** More of them are acknowledged before the next thing happens. */
const WRITES_BETWEEN = 6

/** What happens while clients write. Each begins and ends with three nodes that are alive and linked. */
const EPISODES: Readonly<Record<string, (cluster: Explorer) => Promise<void>>> = {
  async 'the Primary is killed, and restarts'({ api }) {
    await api.kill('n1')
    await api.restart('n1')
  },
  async 'a Replica is killed, and restarts'(cluster) {
    await cluster.api.kill('n2')
    await goesOn(cluster)
    await cluster.api.restart('n2')
  },
  async 'the Primary dies at an armed crash point'(cluster) {
    await diesAt(cluster, 'n1', 'afterWalDurable')
  },
  async 'a Replica dies at an armed crash point'(cluster) {
    await diesAt(cluster, 'n3', 'beforeReplicaAppend')
  },
  async 'a link is cut in both directions, and heals'(cluster) {
    await cluster.api.partition('n1', 'n3')
    await goesOn(cluster)
    await cluster.api.heal('n1', 'n3')
  },
  async 'frames to a Replica vanish, its own arrive'(cluster) {
    await cluster.api.condition('n1', 'n2', { kind: 'cut' })
    await goesOn(cluster)
    await cluster.api.heal('n1', 'n2')
  },
  async 'a Replica’s own frames vanish, those to it arrive'(cluster) {
    await cluster.api.condition('n3', 'n1', { kind: 'cut' })
    await goesOn(cluster)
    await cluster.api.heal('n1', 'n3')
  },
  async 'frames are held, and go'(cluster) {
    await cluster.api.condition('n1', 'n2', { kind: 'hold' })
    await cluster.until('a frame is held', ({ links }) => links.some(({ held }) => held > 1), undefined)
    await cluster.api.release('n1', 'n2', 1)
    await goesOn(cluster)
    await cluster.api.release('n1', 'n2')
    await cluster.api.condition('n1', 'n2', { kind: 'pass' })
  },
  async 'a bit of a frame flips: the Replica halts, validates its prefix and resumes'(cluster) {
    await becomes(cluster, 'n3', 'streaming')
    await cluster.api.condition('n1', 'n3', { kind: 'flipBit', frames: 'wal' })
    await cluster.until('n3 halts', ({ nodes }) => nodes[2]?.role === 'ReplicationHalted', undefined)
    await goesOn(cluster)
    expect(await cluster.api.resume('n3')).toMatchObject({ outcome: 'done' })
  },
}

for (const sync of ['each', 'group'] as const) {
  test(`a live run of kills, partitions, held and damaged frames under a workload replays identically, sync ${sync}`, async ({
    explorer,
  }) => {
    test.setTimeout(240_000)
    await explorer.create({ nodes: ['n1', 'n2', 'n3'], primary: 'n1', sync })
    const seed = seedOfRun()
    process.stdout.write(`whole run: AERODB_SEED=${seed}\n`)
    await live(explorer, new Random(seed))
    await explorer.expectAllEqual()

    const { api } = explorer
    const trace = await api.trace()
    expectHasEverything(trace)
    const report = await api.replay(trace)
    expect(report.firstDifference).toBeUndefined()
    expect(report).toMatchObject({ identical: true, steps: trace.steps.length })
    expect(report.digests).toBeGreaterThan(trace.steps.length / 10)
    expectUnbroken(report.invariants)
    expectUnbroken(await api.invariants())
    await expectSameToAPerson(explorer, report)
  })
}

/** All episodes, in an order that is drawn, while clients write; until everything is at rest. */
async function live(cluster: Explorer, random: Random): Promise<void> {
  const { api } = cluster
  await api.workload('n1', { commitsPerSecond: 120, clients: 3 })
  let left = Object.entries(EPISODES)
  while (left.length > 0) {
    const [name, happens] = left[random.below(left.length)] ?? ['', async () => undefined]
    left = left.filter(([other]) => other !== name)
    await goesOn(cluster)
    await test.step(name, () => happens(cluster))
  }
  await goesOn(cluster)
  await api.workload('n1', null)
  await api.settled()
}

async function goesOn(cluster: Explorer): Promise<void> {
  const { acknowledged } = (await cluster.api.state()).ledger
  const reaches = acknowledged + WRITES_BETWEEN
  await cluster.until('clients go on', ({ ledger }, least) => ledger.acknowledged >= least, reaches)
}

async function becomes(cluster: Explorer, name: NodeName, session: NonNullable<NodeState['session']>): Promise<void> {
  await cluster.until(
    `${name} is ${session}`,
    ({ nodes }, wanted) => nodes.some((node) => node.name === wanted.name && node.session === wanted.session),
    { name, session },
  )
}

async function diesAt(cluster: Explorer, name: NodeName, point: 'afterWalDurable' | 'beforeReplicaAppend'): Promise<void> {
  await cluster.api.crashAt(name, point)
  await cluster.until(`${name} dies`, ({ nodes }, dying) => nodes.some((node) => node.name === dying && !node.alive), name)
  await cluster.api.restart(name)
}

/** It would prove little otherwise: nothing of what happened is missing in what was recorded. */
function expectHasEverything({ steps }: Trace): void {
  const has = (part: Readonly<Record<string, unknown>>) => expect(steps).toContainEqual(expect.objectContaining(part))
  for (const node of ['n1', 'n2']) has({ node, died: 'killed' })
  for (const node of ['n1', 'n3']) has({ node, died: 'crashPoint' })
  has({ node: 'n3', altered: expect.objectContaining({ kind: 'flipBit' }) })
  has({ node: 'n3', role: 'ReplicationHalted' })
  has({ node: 'n3', ask: [expect.any(String), expect.objectContaining({ kind: 'resume' })] })
  for (const node of ['n1', 'n2', 'n3']) has({ node, down: expect.any(String) })
}

function expectUnbroken(verdicts: readonly InvariantVerdict[]): void {
  expect(verdicts.length).toBeGreaterThan(10)
  expect(verdicts.filter(({ holds }) => !holds)).toEqual([])
}

/** Verified on the page; exported, and imported again, it is the same run. */
async function expectSameToAPerson(
  explorer: Explorer,
  { steps, digests }: { readonly steps: number; readonly digests: number },
): Promise<void> {
  const runs = new Runs(explorer)
  const expectIdentical = async () => {
    await expect(runs.verdict).toContainText('Identical')
    await expect(runs.verdict).toContainText(`${spaced(steps)} steps and ${spaced(digests)} digests compared`)
    await expect(runs.verdict).not.toContainText('broken')
    for (const node of ['n1', 'n2', 'n3']) await expect(runs.row(node)).toContainText(/(Primary|Replica)Active/)
  }
  await runs.open()
  await runs.button('Verify this run').click()
  await expectIdentical()
  const saved = explorer.page.waitForEvent('download')
  await runs.button('Export its trace').first().click()
  const content = JSON.stringify(await contentOf(await saved))
  await explorer.api.create({ nodes: ['n1'], primary: 'n1' })
  await runs.importFile('whole.aerodb.json', content)
  await expect(runs.card.getByRole('heading')).toHaveText('whole.aerodb.json')
  await expectIdentical()
}

/** As the page groups digits. */
function spaced(count: number): string {
  return String(count).replaceAll(/(?<=\d)(?=(\d{3})+$)/g, ' ')
}
