import { expect, ITEMS, put, test } from './fixture/test.ts'

/** What a request is explained by is kept at the page: so it outlives its node, and the node's next start. (CLUSTER-10, CLUSTER-11) */

test('the outcomes of a write and of a read are explained as before, once their node is dead and once it runs again', async ({
  cluster,
}) => {
  const written = await cluster.api.write('n1', [put('a')])
  const rejected = await cluster.api.write('n2', [put('a')])
  const served = await cluster.api.read('n1', ITEMS, 'a')
  const explain = () => Promise.all([written, rejected, served].map(({ request }) => cluster.api.explain({ request })))
  const before = await explain()
  expect(before[0]?.rules.map(({ rule }) => rule)).toEqual(expect.arrayContaining(['MODEL-4', 'DOC-1', 'DOC-5']))
  expect(before[1]?.rules).toContainEqual({ rule: 'MODEL-4', holds: false, evidence: expect.objectContaining({}) })
  expect(before[2]?.rules).toContainEqual({ rule: 'READ-1', holds: true, evidence: expect.objectContaining({}) })
  for (const node of ['n1', 'n2']) await cluster.api.kill(node)
  expect(await explain()).toEqual(before)
  for (const node of ['n1', 'n2']) await cluster.api.restart(node)
  expect(await explain()).toEqual(before)
})

test('CLUSTER-11: an unknown outcome is explained by the node’s death, and stays unknown until the log tells', async ({
  cluster,
}) => {
  await cluster.api.crashAt('n1', 'afterWalDurable')
  const unknown = await cluster.api.write('n1', [put('a')])
  expect(unknown).toMatchObject({ outcome: 'unknown' })
  const explanation = {
    subject: 'write',
    rules: [
      {
        rule: 'CLUSTER-11',
        holds: false,
        evidence: { request: unknown.request, node: 'n1', death: { start: 1, cause: 'AERO_HOST_CRASH_POINT' } },
      },
    ],
    notReached: [],
    conclusion: 'node n1 died before it answered: the outcome is unknown until its log tells, at its next start',
  }
  expect(await cluster.api.explain({ request: unknown.request })).toEqual(explanation)
  await cluster.api.restart('n1')
  expect(await cluster.api.explain({ request: unknown.request })).toEqual(explanation)
  expect(await cluster.api.versions('n1', ITEMS, 'a'), 'the log tells: it had become durable').toHaveLength(1)
})
