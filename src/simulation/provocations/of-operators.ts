import type { NodeConfiguration } from '../../aerodb/configuration.ts'
import type { Hash128 } from '../../aerodb/digest.ts'
import type { AuthorityPolicy } from '../choice.ts'
import { N1, N2, N3, Rehearsal } from '../rehearsal.ts'
import { haltOf, type Provocation, type Refused, refusedIn } from './provocation.ts'

const BOOTSTRAP = { kind: 'bootstrap', unproven: 'refuse' } as const
const RESUME = { kind: 'resume' } as const

function steady(hash: Hash128): Rehearsal {
  const rehearsal = Rehearsal.steady({ hash })
  rehearsal.putAndSettle('a', 'one')
  return rehearsal
}

/** n2, halted by a frame that did not verify. */
function halted(hash: Hash128): Rehearsal {
  const rehearsal = steady(hash)
  rehearsal.cluster.inject(N1, N2, new Uint8Array(0))
  rehearsal.cluster.settle()
  return rehearsal
}

/** What a node says of a configuration at its next start. */
function configured(
  hash: Hash128,
  name: typeof N1,
  changes: Partial<Pick<NodeConfiguration, 'nodes' | 'primaries'>>,
  authority: AuthorityPolicy = 'byLock',
): Refused {
  const rehearsal = steady(hash)
  const { cluster } = rehearsal
  cluster.kill(name, 'lost')
  cluster.configure(name, changes)
  cluster.at(name).authorityPolicy = authority
  cluster.start(name)
  cluster.settle()
  return haltOf(rehearsal, name)
}

/** Rules that an operator can break, by a configuration or a command. */
export const OF_OPERATORS: readonly Provocation[] = [
  {
    guard: 'onePrimaryConfigured',
    situation: 'two Primaries, at a Replica',
    evidence: { node: 'n2', configuredPrimaries: ['n1', 'n3'] },
    provoke: (hash) => configured(hash, N2, { primaries: [N1, N3] }),
  },
  {
    guard: 'onePrimaryConfigured',
    situation: 'no Primary',
    evidence: { configuredPrimaries: [] },
    provoke: (hash) => configured(hash, N1, { primaries: [] }),
  },
  {
    guard: 'onePrimaryConfigured',
    situation: 'a Primary that is no member',
    evidence: { members: ['n2', 'n3'] },
    provoke: (hash) => configured(hash, N2, { nodes: [N2, N3] }),
  },
  {
    guard: 'authorityHeld',
    situation: 'a Primary whose authority is held elsewhere',
    evidence: { node: 'n1', authority: 'denied' },
    provoke: (hash) => configured(hash, N1, {}, 'denied'),
  },
  {
    guard: 'roleUnchanged',
    situation: "a Primary's disk, configured as Replica",
    evidence: { recordedRole: 'primary', configuredRole: 'replica' },
    provoke: (hash) => configured(hash, N1, { primaries: [N3] }),
  },
  {
    guard: 'resumable',
    situation: 'a resume of a Replica that is not halted',
    evidence: { role: 'ReplicaActive', configuredAs: 'replica' },
    provoke: (hash) => refusedIn(steady(hash).ask(N2, RESUME)),
  },
  {
    guard: 'primaryInReach',
    situation: 'a resume without a link',
    evidence: { primary: 'n1', linkIsUp: false },
    provoke: (hash) => {
      const rehearsal = halted(hash)
      rehearsal.cluster.linkDown(N1, N2)
      return refusedIn(rehearsal.ask(N2, RESUME))
    },
  },
  {
    guard: 'resumeProven',
    situation: 'a link that goes down before the Primary answered',
    evidence: { answer: 'linkLost' },
    provoke: (hash) => {
      const rehearsal = halted(hash)
      const request = rehearsal.cluster.command(N2, RESUME)
      rehearsal.cluster.linkDown(N1, N2)
      return refusedIn(rehearsal.outcome(request))
    },
  },
  {
    guard: 'operatorIdle',
    situation: 'a bootstrap while a resume is under way',
    evidence: { underWay: 'resume' },
    provoke: (hash) => {
      const rehearsal = halted(hash)
      rehearsal.cluster.command(N2, RESUME)
      return refusedIn(rehearsal.ask(N2, BOOTSTRAP))
    },
  },
  {
    guard: 'bootstrapRole',
    situation: 'a bootstrap of the Primary',
    evidence: { configuredAs: 'primary' },
    provoke: (hash) => refusedIn(steady(hash).ask(N1, BOOTSTRAP)),
  },
  {
    guard: 'noOpenViews',
    situation: 'a bootstrap with a read view open',
    evidence: { openViews: ['n2.r1.1'] },
    provoke: (hash) => {
      const rehearsal = steady(hash)
      rehearsal.ask(N2, { kind: 'openReadView', at: null })
      return refusedIn(rehearsal.ask(N2, BOOTSTRAP))
    },
  },
  {
    guard: 'discardProven',
    situation: 'a bootstrap with no one to prove that nothing is lost',
    evidence: { standing: 'unproven', linkIsUp: false },
    provoke: (hash) => {
      const rehearsal = steady(hash)
      rehearsal.cluster.linkDown(N1, N2)
      return refusedIn(rehearsal.ask(N2, BOOTSTRAP))
    },
  },
]
