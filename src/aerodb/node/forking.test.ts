import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { loadHash128 } from '../../platform/hashing.ts'
import { N1, N2, N3, Rehearsal } from '../../simulation/rehearsal.ts'
import type { SimulatedCluster } from '../../simulation/simulated-cluster.ts'
import { digestHex } from '../digest.ts'
import { commitId, lsn, type NodeName, requestId } from '../ids.ts'
import type { Input } from '../input.ts'
import type { DatabaseNode } from '../node.ts'

const hash = await loadHash128()

const hexOf = (node: DatabaseNode): string => digestHex(node.digest())

/** All that can be seen of a node. */
function seen(node: DatabaseNode) {
  return {
    digest: hexOf(node),
    position: node.position(),
    records: node.walRecords(lsn(1), 100),
    bytes: node.walBytes(),
    chains: node.chains({ kind: 'recent', limit: 100 }),
    state: node.explainState(),
  }
}

function busy(): Rehearsal {
  const rehearsal = Rehearsal.steady({ hash })
  rehearsal.putAndSettle('a', 'one')
  rehearsal.put('b', 'two')
  rehearsal.put('c', 'three')
  return rehearsal
}

const requests = { write: requestId('x1'), read: requestId('x2'), resume: requestId('x3'), bootstrap: requestId('x4') }

/** Inputs of every kind that a busy Primary or a Replica can take. */
function inputsFor(cluster: SimulatedCluster, name: NodeName): readonly Input[] {
  const { writing } = cluster.at(name)
  return [
    { kind: 'linkDown', peer: N3 },
    { kind: 'frame', peer: name === N1 ? N2 : N1, bytes: new Uint8Array(9) },
    {
      kind: 'command',
      request: requests.write,
      command: { kind: 'write', operations: [{ op: 'delete', collection: 'notes', id: 'a' }], basedOn: null },
    },
    { kind: 'command', request: requests.read, command: { kind: 'openReadView', at: null } },
    { kind: 'command', request: requests.bootstrap, command: { kind: 'bootstrap', unproven: 'discard' } },
    ...(writing === null ? [] : [{ kind: 'batchDurable', id: writing.id } as const]),
  ]
}

describe('a fork is independent', () => {
  test.each([
    ['the Primary', N1],
    ['a Replica', N2],
  ] as const)('whatever the fork of %s does, the original is as it was, and the other way round', (_, name) => {
    for (const [index] of inputsFor(busy().cluster, name).entries()) {
      const rehearsal = busy()
      const original = rehearsal.node(name)
      const before = seen(original)
      const fork = original.fork()
      expect(seen(fork)).toEqual(before)
      const input = inputsFor(rehearsal.cluster, name)[index]
      if (input === undefined) continue
      fork.step(input)
      expect(seen(original)).toEqual(before)
      const forked = seen(fork)
      original.step(input)
      expect(seen(fork)).toEqual(forked)
      expect(seen(original)).toEqual(forked)
    }
  })

  test('a fork goes on as the original would have: the same inputs, the same effects', () => {
    const rehearsal = busy()
    const fork = rehearsal.node(N1).fork()
    for (const input of inputsFor(rehearsal.cluster, N1)) expect(fork.step(input)).toEqual(rehearsal.node(N1).step(input))
  })
})

describe('the digest of a node', () => {
  test('is the same for the same inputs, whichever node took them', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom('write', 'land', 'deliver', 'relink'), { maxLength: 30 }), (moves) => {
        const [one, other] = [Rehearsal.steady({ hash }), Rehearsal.steady({ hash })]
        for (const rehearsal of [one, other]) {
          for (const move of moves) {
            const { cluster } = rehearsal
            const [link] = cluster.busyLinks()
            if (move === 'write') rehearsal.put('a', 'text')
            else if (move === 'relink') rehearsal.relink(N1, N2)
            else if (move === 'deliver' && link !== undefined) cluster.deliver(...link)
            else if (cluster.at(N1).writing !== null) cluster.land(N1)
          }
        }
        for (const name of [N1, N2, N3]) expect(hexOf(one.node(name))).toBe(hexOf(other.node(name)))
      }),
      { numRuns: 15 },
    )
  })

  test('does not tell what no one can tell: an input that changed nothing, a look inside', () => {
    const rehearsal = busy()
    const before = hexOf(rehearsal.node(N2))
    rehearsal.read(N2, 'a')
    rehearsal.read(N2, 'a', { kind: 'commit', commitId: commitId(99) })
    rehearsal.ask(N2, { kind: 'resume' })
    expect(hexOf(rehearsal.node(N2))).toBe(before)
  })

  test('tells one disk from another at the start, and one start from the next', () => {
    const rehearsal = busy()
    const { cluster } = rehearsal
    cluster.settle()
    const starts = (batches: number) => {
      const fork = cluster.fork()
      fork.kill(N1, 'lost')
      const { disk } = fork.at(N1)
      const { manifest, batches: all } = disk.contents()
      disk.replace({ manifest, batches: all.slice(0, batches) })
      fork.start(N1)
      return hexOf(fork.living(N1))
    }
    const digests = [2, 3, 4].map(starts)
    expect(new Set([...digests, ...[2, 3, 4].map(starts)]).size).toBe(3)
  })
})
