import { describe, expect, test } from 'vitest'
import { loadHash128 } from '../../platform/hashing.ts'
import { OF_CLIENTS } from '../../simulation/provocations/of-clients.ts'
import { OF_DISKS } from '../../simulation/provocations/of-disks.ts'
import { OF_LINKS } from '../../simulation/provocations/of-links.ts'
import { OF_OPERATORS } from '../../simulation/provocations/of-operators.ts'
import { OUT_OF_REACH } from '../../simulation/provocations/out-of-reach.ts'
import { N1, N2, N3, Rehearsal } from '../../simulation/rehearsal.ts'
import { commitId } from '../ids.ts'
import type { Guard } from './guard.ts'
import { GUARDS, type Guards } from './guards.ts'

const hash = await loadHash128()

const PROVOCATIONS = [...OF_CLIENTS, ...OF_DISKS, ...OF_LINKS, ...OF_OPERATORS]

describe('every guard refuses through the front door, with its code and the evidence', () => {
  test.each(PROVOCATIONS)('$guard: $situation', ({ guard, evidence, provoke }) => {
    const { rule, code } = GUARDS[guard]
    expect(provoke(hash)).toMatchObject({ rule, code, evidence })
  })

  test('there is a way for each', () => {
    const provoked = new Set<string>([...PROVOCATIONS.map(({ guard }) => guard), ...Object.keys(OUT_OF_REACH)])
    expect(Object.keys(GUARDS).filter((name) => !provoked.has(name))).toEqual([])
  })

  test('what is out of reach refuses all the same, when it is asked (LOG-14)', () => {
    const { primaryRetains } = GUARDS
    expect([primaryRetains.holds(5, 5), primaryRetains.holds(4, 5)]).toEqual([true, false])
    expect(primaryRetains.evidence(4, 5)).toEqual({ replicaNextLsn: 4, retainedFrom: 5 })
    expect(primaryRetains.message(4, 5)).toBe("the Replica needs LSN 4, and the Primary's log begins at 5")
  })
})

describe('every guard holds where nothing is wrong', () => {
  /** The guards, each noting its answers. */
  function noted(answers: Map<string, Set<boolean>>): Guards {
    const wrapped = Object.entries(GUARDS).map(([name, guard]) => {
      const asked = guard as Guard<readonly unknown[]>
      const holds = (...facts: readonly unknown[]): boolean => {
        const answer = asked.holds(...facts)
        answers.set(name, (answers.get(name) ?? new Set()).add(answer))
        return answer
      }
      return [name, { ...asked, holds }] as const
    })
    return Object.fromEntries<unknown>(wrapped) as Guards
  }

  test('on an ordinary day each is asked, and each holds', () => {
    const answers = new Map<string, Set<boolean>>()
    const rehearsal = Rehearsal.steady({ hash, guards: noted(answers) })
    const { cluster } = rehearsal
    rehearsal.putAndSettle('a', 'one')
    rehearsal.put('a', 'two', commitId(1))
    cluster.settle()
    const opened = rehearsal.ask(N2, { kind: 'openReadView', at: null })
    const view = opened?.kind === 'opened' ? opened.view : null
    if (view !== null) {
      rehearsal.read(N2, 'a', { kind: 'view', view })
      rehearsal.ask(N2, { kind: 'closeReadView', view })
    }
    rehearsal.put('b', 'three')
    rehearsal.landAll(N1)
    cluster.duplicate(N1, N2)
    cluster.settle()
    rehearsal.restart(N3)
    cluster.inject(N1, N3, new Uint8Array(0))
    cluster.settle()
    cluster.command(N3, { kind: 'resume' })
    cluster.settle()
    cluster.command(N2, { kind: 'bootstrap', unproven: 'refuse' })
    cluster.settle()
    expect(rehearsal.position(N2)).toMatchObject({ role: 'ReplicaActive', appliedCommitId: 3 })
    expect(rehearsal.position(N3)).toMatchObject({ role: 'ReplicaActive', appliedCommitId: 3 })
    const held = Object.keys(GUARDS).filter((name) => answers.get(name)?.has(true) === true)
    expect(held).toEqual(Object.keys(GUARDS))
    const failed = [...answers].filter(([, given]) => given.has(false)).map(([name]) => name)
    // A broken frame, a doubled one; and the question that a Replica answers with no before it forms a batch.
    expect(failed.toSorted()).toEqual(['frameEnvelope', 'frameNew', 'writeAdmission'])
  })
})
