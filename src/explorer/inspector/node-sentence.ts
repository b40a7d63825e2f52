import type { Position } from '../../aerodb/observation.ts'
import type { NodeView } from '../../cluster/cluster.ts'
import { counted } from '../../cluster/counted.ts'
import type { Lag } from '../design/lag.ts'
import { asSentence } from '../design/sentence.ts'

/** How many commits of its Primary a Replica has not applied, as of the Primary's last frame. Null where nothing is known. (READ-6) */
export function lagCommits({ role, primaryCommitId, appliedCommitId }: Position): number | null {
  if (role !== 'ReplicaActive' || primaryCommitId === 0) return null
  return Math.max(0, primaryCommitId - appliedCommitId)
}

/** Where a node stands, in a sentence or two: what it stated itself and, given `lag`, what it can't know. */
export function nodeSentence(node: SentenceFacts, lag: Lag | null): string {
  const { operatorWaits, configuration } = node
  const standing = standingSentence(node, lag)
  if (node.life !== 'alive' || operatorWaits === null) return standing
  return `${standing} A ${operatorWaits} waits for the answer of ${configuration.primaries[0] ?? 'its Primary'}.`
}

type SentenceFacts = Pick<NodeView, 'name' | 'life' | 'position' | 'configuration' | 'death' | 'operatorWaits'>

function standingSentence(node: SentenceFacts, lag: Lag | null): string {
  const { life, position, death } = node
  if (life === 'dead') return deadSentence(position, death)
  if (life === 'starting' || position === null) return 'A worker runs and reads its disk. It has no role yet.'
  const [primary = 'its Primary'] = node.configuration.primaries
  switch (position.role) {
    case 'PrimaryActive':
      return `Accepts writes. Serves reads up to CommitId ${position.appliedCommitId}.`
    case 'ReplicaActive':
      return `${replicaSentence(position, primary)}${lag === null ? '' : ` ${aheadSentence(lag)}`}`
    case 'ReplicationHalted':
      return haltedSentence(position)
    case 'StartRefused': {
      const { refusal } = position
      const why = refusal === null ? 'Its start was refused.' : asSentence(refusal.message)
      return `${why} It serves nothing.`
    }
    case 'Recovering':
      return 'Reads its disk and checks every record.'
    case 'Uninitialized':
      return 'Not started yet.'
  }
}

function deadSentence(position: Position | null, death: NodeView['death']): string {
  const cause = death === null ? 'No worker runs.' : `Its worker ended: ${death.message}.`
  if (position === null || position.durableLsn === 0) return `${cause} Its disk stays.`
  return `${cause} Its disk stays; LSN ${position.durableLsn} was the last seen durable.`
}

function replicaSentence(position: Position, primary: string): string {
  const reads = `Serves its prefix up to CommitId ${position.appliedCommitId}.`
  switch (position.session) {
    case 'streaming': {
      const lag = lagCommits(position)
      const behind =
        lag === null
          ? ''
          : lag === 0
            ? ', up to date as of its last frame'
            : `, ${counted(lag, 'commit')} behind as of its last frame`
      return `Streams from ${primary}${behind}. ${reads}`
    }
    case 'handshaking':
      return `Presents its prefix to ${primary}. ${reads}`
    case 'disconnected':
    case null:
      return `No session with ${primary}. ${reads}`
  }
}

/** What a Replica that no frame reaches is not told. */
function aheadSentence({ primary, primaryCommitId, commits, records, seen }: Lag): string {
  const stands = seen === 'now' ? 'stands' : 'was last seen'
  return `${primary} ${stands} at CommitId ${primaryCommitId}: ${counted(commits, 'commit')} and ${counted(records, 'record')} further.`
}

function haltedSentence({ halt, durableLsn }: Position): string {
  const holds = durableLsn === 0 ? 'It holds no record' : `It holds the prefix up to LSN ${durableLsn}`
  const why = halt === null ? '' : `${halt.reason}: ${halt.message}. `
  return `${why}${holds}, and serves nothing until an operator acts.`
}
