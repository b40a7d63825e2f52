import { expect, test } from 'vitest'
import { loadHash128 } from '../../../platform/hashing.ts'
import { ENGINE_THROWS } from '../breaches.ts'
import { BreadthFirstSearch } from '../breadth-first.ts'
import { scopeOf } from '../scope.ts'
import { CoverModel } from './cover-model.ts'
import type { GuardName } from './reasons.ts'
import { REMOVABLE, without, withoutAll } from './take-away.ts'

const hash = await loadHash128()
const EVERYTHING = Number.POSITIVE_INFINITY
const LINKS = scopeOf({ writes: 2, overtakings: 1 })

/** What breaks without the rule and those beside it, and holds where only these are gone. */
function brokenWithout(rule: string, covers: readonly GuardName[], scope = LINKS): string | null {
  const removable = REMOVABLE.find((other) => other.rule === rule)
  if (removable === undefined) throw new Error(`no rule ${rule}`)
  const model = new CoverModel(hash, scope, without(removable, covers), withoutAll(covers))
  const { kind, violation } = new BreadthFirstSearch(model, { states: EVERYTHING, depth: EVERYTHING }).advance(EVERYTHING)
  return violation === null ? kind : violation.what
}

test('a rule that others cover is what keeps a history right once they are gone (LOG-5)', () => {
  expect(brokenWithout('LOG-5', ['recordSequence', 'frameRecords', 'frameChain', 'frameChainEnd'])).toBe('history-prefix')
})

test('of those that cover a rule, each is enough: a claim that leaves one out is not borne out (LOG-5)', () => {
  const covers: readonly GuardName[] = ['recordSequence', 'frameRecords', 'frameChain', 'frameChainEnd']
  for (const left of covers) {
    const others = covers.filter((cover) => cover !== left)
    expect({ left, broken: brokenWithout('LOG-5', others) }).toEqual({ left, broken: 'exhausted' })
  }
})

test('what breaks because others are gone is not laid to the rule: LOG-1 is not what keeps records from being forged (LOG-10)', () => {
  const scope = scopeOf({ writes: 1, changes: 1 })
  expect(brokenWithout('LOG-1', ['frameChainEnd'], scope)).toBe('exhausted')
})

test('a node that throws without the rule counts, and one that throws with it too does not (RECOVERY-3)', () => {
  const scope = scopeOf({ crashes: 1, damages: 1 }, { nodes: 1 })
  expect(brokenWithout('RECOVERY-3', ['identityMatches', 'historyMatches'], scope)).toBe(ENGINE_THROWS)
  expect(brokenWithout('RECOVERY-3', ['identityMatches'], scope)).toBe('exhausted')
})
