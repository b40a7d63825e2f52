import type { LinkEpoch, NodeName } from '../ids.ts'
import { CHECKS } from '../node/checks.ts'
import type { Core } from '../node/core.ts'
import { failOperationOnLinkLoss } from '../node/operating.ts'
import { Trail } from '../node/trail.ts'
import { firstRefusal, type Refusal } from '../rules/guard.ts'
import type { Frame, HelloBody } from './frame.ts'
import { haltNode } from './halting.ts'
import { discardLate } from './late-frame.ts'
import { peersInOrder } from './peers-in-order.ts'
import { present } from './presenting.ts'
import { answerPresent, closePrimarySession } from './proving.ts'
import { endReplicaSession } from './replica-session.ts'

/** A link is up under a new epoch; any earlier epoch of it is over. */
export function linkUp(core: Core, peer: NodeName, epoch: LinkEpoch): void {
  if (core.links.has(peer)) linkDown(core, peer)
  core.links.set(peer, { epoch, hello: null, greeted: false, unanswered: null })
  greet(core, peer)
}

/** What was in flight is lost; sessions over the link are over. */
export function linkDown(core: Core, peer: NodeName): void {
  core.links.delete(peer)
  closePrimarySession(core, peer, 'the link is down', null)
  if (peer !== core.configuredPrimary) return
  endReplicaSession(core, 'the link is down')
  failOperationOnLinkLoss(core)
}

/** Once the role is active: says hello to everyone in reach, and judges what they said while it was not. An open session stands on its own proof. */
export function greetAll(core: Core): void {
  for (const peer of peersInOrder(core.links)) {
    greet(core, peer)
    const inSession = core.replica.open && peer === core.configuredPrimary
    if (!inSession) judgeHello(core, peer)
  }
}

/** Once a start is over, however it ended: answers what was presented in the meantime. */
export function answerUnanswered(core: Core): void {
  for (const peer of peersInOrder(core.links)) {
    const end = core.links.get(peer)
    if (end === undefined || end.unanswered === null) continue
    core.links.set(peer, { ...end, unanswered: null })
    answerPresent(core, peer, end.unanswered)
  }
}

/** Who this node is, said once in an epoch. A node without an active role does not introduce itself. */
function greet(core: Core, peer: NodeName): void {
  const end = core.links.get(peer)
  const { servingRole } = core
  if (end === undefined || end.greeted || (servingRole !== 'PrimaryActive' && servingRole !== 'ReplicaActive')) return
  core.links.set(peer, { ...end, greeted: true })
  core.send(peer, {
    kind: 'hello',
    claimsPrimary: servingRole === 'PrimaryActive',
    clusterId: core.configuration.clusterId,
    historyId: core.manifest?.historyId ?? null,
    configurationVersion: core.configurationVersion,
  })
}

export function receiveHello(core: Core, peer: NodeName, { body, senderIncarnation }: Frame<HelloBody>): void {
  const end = core.links.get(peer)
  if (end === undefined) return
  if (end.hello !== null) {
    discardLate(core, peer, 'a second hello', 'one hello an epoch')
    return
  }
  core.links.set(peer, { ...end, hello: { body, incarnation: senderIncarnation } })
  judgeHello(core, peer)
  const { operation } = core
  if (body.claimsPrimary && peer === core.configuredPrimary && operation?.phase === 'asking') {
    core.operation = { ...operation, presentNumber: 0 }
  }
}

/** A peer that claims to be Primary: of this cluster? the configured one? of this configuration and history? Only then is the prefix presented. */
function judgeHello(core: Core, peer: NodeName): void {
  const hello = core.links.get(peer)?.hello?.body
  const { servingRole, guards, configuration } = core
  if (hello === undefined || !hello.claimsPrimary) return
  if (servingRole !== 'PrimaryActive' && servingRole !== 'ReplicaActive') return
  const trail = new Trail()
  const refused = firstRefusal([
    () => trail.ask(guards.sameCluster, configuration.clusterId, hello.clusterId),
    () => trail.ask(guards.peerAuthority, peer, hello.claimsPrimary, core.configuredPrimary ?? '', configuration.node),
    () => trail.ask(guards.sameConfiguration, core.configurationVersion, hello.configurationVersion),
    () => trail.ask(guards.sameHistory, core.manifest?.historyId ?? null, hello.historyId),
  ])
  if (refused !== null) {
    refuseHello(core, peer, refused, trail)
    return
  }
  if (servingRole !== 'ReplicaActive' || peer !== core.configuredPrimary) return
  core.decision = { subject: `hello of ${peer}`, asked: trail.asked, checks: CHECKS.hello, conclusion: 'the prefix is presented' }
  present(core)
}

/** A Primary halts only for a second Primary; anything else about a stranger is the stranger's trouble. */
function refuseHello(core: Core, peer: NodeName, { error, halt }: Refusal, trail: Trail): void {
  const { rule = '', code, evidence = {} } = error
  core.observe({ kind: 'sessionRefused', peer, rule, code, evidence })
  if (halt === null || (core.servingRole === 'PrimaryActive' && halt !== 'AuthorityAmbiguity')) return
  haltNode(core, halt, error, { subject: `hello of ${peer}`, asked: trail.asked, checks: CHECKS.hello, conclusion: '' })
}
