import type { Command, ReadAt, WriteOperation } from '../../aerodb/command.ts'
import type { Hash128 } from '../../aerodb/digest.ts'
import type { Effect } from '../../aerodb/effect.ts'
import { commitId, type NodeName, nodeName, readViewId } from '../../aerodb/ids.ts'
import type { Explanation } from '../../aerodb/inspection.ts'
import { isJsonObject } from '../../aerodb/json.ts'
import { SimulatedCluster } from '../simulated-cluster.ts'
import { describeEffect } from './describe-effect.ts'
import type { Transcript } from './parse-transcript.ts'

/** A transcript that says something it can't mean. */
class TranscriptError extends Error {}

/** Runs every command of a transcript, and gives it back with what the engine really said. */
export function runTranscript(hash: Hash128, transcript: Transcript): Transcript {
  const run = new TranscriptRun(hash)
  return { ...transcript, steps: transcript.steps.map((step) => ({ ...step, expected: run.take(step.command).join('\n') })) }
}

class TranscriptRun {
  readonly #hash: Hash128
  #cluster: SimulatedCluster | null = null
  #said: string[] = []

  constructor(hash: Hash128) {
    this.#hash = hash
  }

  take(line: string): readonly string[] {
    this.#said = []
    const [verb = '', ...words] = line.split(' ')
    if (verb === 'cluster') this.#create(words)
    else this.#act(verb, words, line)
    return this.#said.length === 0 ? ['nothing'] : this.#said
  }

  /** `cluster n1 n2 sync=each`: the first is the Primary. */
  #create(words: readonly string[]): void {
    const nodes = words.filter((word) => !word.includes('=')).map((word) => nodeName(word))
    const [primary] = nodes
    if (primary === undefined) throw new TranscriptError('a cluster has nodes')
    const onStep = (node: NodeName, effects: readonly Effect[]): void => {
      for (const effect of effects) this.#said.push(`${node} ${describeEffect(effect)}`)
    }
    this.#cluster = new SimulatedCluster({
      hash: this.#hash,
      nodes,
      primary,
      sync: words.includes('sync=group') ? 'group' : 'each',
      onStep,
    })
    this.#said.push(`Primary ${primary}, Replicas ${nodes.slice(1).join(', ') || 'none'}`)
  }

  #act(verb: string, words: readonly string[], line: string): void {
    const cluster = this.#cluster
    if (cluster === null) throw new TranscriptError(`before "${line}": a transcript begins with a cluster`)
    const [first = '', second = '', third = ''] = words
    const node = nodeName(first)
    switch (verb) {
      case 'start':
        cluster.start(node)
        return
      case 'kill':
        cluster.kill(node, second === 'lands' ? 'lands' : 'lost')
        return
      case 'land':
        cluster.land(node)
        return
      case 'abort':
        cluster.fail(node, { outcome: 'aborted', cause: second })
        return
      case 'fail':
        cluster.fail(node, { outcome: 'unknown', cause: second })
        return
      case 'deliver':
        cluster.deliver(node, nodeName(second), Number(third))
        return
      case 'flip':
        cluster.take({
          kind: 'deliverChanged',
          change: 'flipBit',
          from: node,
          to: nodeName(second),
          index: 0,
          position: Number(third),
        })
        return
      case 'duplicate':
        cluster.duplicate(node, nodeName(second))
        return
      case 'drop':
        cluster.drop(node, nodeName(second), Number(third))
        return
      case 'linkUp':
        cluster.linkUp(node, nodeName(second))
        return
      case 'linkDown':
        cluster.linkDown(node, nodeName(second))
        return
      case 'settle':
        cluster.settle()
        return
      case 'quietly':
        this.#act(first, words.slice(1), line)
        this.#said = ['done, not listed']
        return
      case 'wipe':
        cluster.at(node).disk.replace({ manifest: null, batches: [] })
        return
      case 'loseTail': {
        const { manifest, batches } = cluster.at(node).disk.contents()
        cluster.at(node).disk.replace({ manifest, batches: batches.filter(({ firstLsn }) => firstLsn < Number(second)) })
        return
      }
      case 'damage':
        this.#damage(node, Number(second), Number(third))
        return
      case 'configure':
        cluster.configure(node, { primaries: words.slice(1).map((word) => nodeName(word)) })
        return
      case 'authority':
        cluster.at(node).authorityPolicy = second === 'granted' ? 'granted' : 'denied'
        return
      case 'position':
        this.#said.push(...describePosition(cluster, node))
        return
      case 'explain':
        this.#said.push(...describeExplanation(cluster.living(node).explainState()))
        return
      default:
        cluster.command(node, parseCommand(verb, words.slice(1), line))
    }
  }

  /** Flips one bit of the batch at an LSN. */
  #damage(node: NodeName, lsn: number, bit: number): void {
    const { disk } = this.#living().at(node)
    const { manifest, batches } = disk.contents()
    const damaged = batches.map((batch) => {
      if (batch.firstLsn !== lsn) return batch
      const bytes = batch.bytes.slice()
      bytes[bit >>> 3] = (bytes[bit >>> 3] ?? 0) ^ (1 << (bit & 7))
      return { ...batch, bytes }
    })
    disk.replace({ manifest, batches: damaged })
  }

  #living(): SimulatedCluster {
    if (this.#cluster === null) throw new TranscriptError('no cluster')
    return this.#cluster
  }
}

/** `put n1 notes/a {"text":"one"} notes/b {…} basedOn=3`, `delete n1 notes/a`, `read n2 notes/a at=3`, `openView n2`, `resume n3`, `bootstrap n3 discard`. */
function parseCommand(verb: string, words: readonly string[], line: string): Command {
  const option = (name: string): string | null =>
    words.find((word) => word.startsWith(`${name}=`))?.slice(name.length + 1) ?? null
  const number = (name: string): number | null => (option(name) === null ? null : Number(option(name)))
  const plain = words.filter((word) => !/^[a-zA-Z]+=/.test(word))
  const basedOn = number('basedOn')
  switch (verb) {
    case 'put':
    case 'delete':
      return {
        kind: 'write',
        operations: parseOperations(verb, plain, line),
        basedOn: basedOn === null ? null : commitId(basedOn),
      }
    case 'read': {
      const [collection = '', id = ''] = (plain[0] ?? '').split('/')
      return { kind: 'read', collection, id, at: parseAt(number('at'), option('view')) }
    }
    case 'openView': {
      const at = number('at')
      return { kind: 'openReadView', at: at === null ? null : commitId(at) }
    }
    case 'closeView':
      return { kind: 'closeReadView', view: readViewId(plain[0] ?? '') }
    case 'resume':
      return { kind: 'resume' }
    case 'bootstrap':
      return { kind: 'bootstrap', unproven: plain[0] === 'discard' ? 'discard' : 'refuse' }
    default:
      throw new TranscriptError(`"${line}" is no command`)
  }
}

function parseAt(at: number | null, view: string | null): ReadAt {
  if (view !== null) return { kind: 'view', view: readViewId(view) }
  return at === null ? { kind: 'newest' } : { kind: 'commit', commitId: commitId(at) }
}

function parseOperations(verb: 'put' | 'delete', words: readonly string[], line: string): readonly WriteOperation[] {
  const operations: WriteOperation[] = []
  for (let index = 0; index < words.length; index += verb === 'put' ? 2 : 1) {
    const [collection = '', id = ''] = (words[index] ?? '').split('/')
    if (verb === 'delete') operations.push({ op: 'delete', collection, id })
    else {
      const fields: unknown = JSON.parse(words[index + 1] ?? '')
      if (!isJsonObject(fields)) throw new TranscriptError(`"${line}" puts no object`)
      operations.push({ op: 'put', collection, document: { _id: id, ...fields } })
    }
  }
  return operations
}

function describePosition(cluster: SimulatedCluster, node: NodeName): readonly string[] {
  const { role, session, halt, refusal, durableLsn, appliedCommitId, incarnation } = cluster.living(node).position()
  const doing = session === null ? '' : ` ${session}`
  const why = halt === null ? '' : ` ${halt.reason} by ${halt.rule}`
  const refused = refusal === null ? '' : ` ${refusal.code} by ${refusal.rule ?? 'no rule'}`
  return [
    `${node} ${role}${doing}${why}${refused}, incarnation ${incarnation}, durable LSN ${durableLsn}, applied CommitId ${appliedCommitId}`,
  ]
}

function describeExplanation({ subject, rules, conclusion }: Explanation): readonly string[] {
  return [subject, ...rules.map(({ rule, verdict, evidence }) => `  ${rule} ${verdict} ${JSON.stringify(evidence)}`), conclusion]
}
