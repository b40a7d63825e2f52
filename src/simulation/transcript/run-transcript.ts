import type { Hash128 } from '../../aerodb/digest.ts'
import type { Effect } from '../../aerodb/effect.ts'
import { type NodeName, nodeName, requestId } from '../../aerodb/ids.ts'
import { GUARDS, type Guards } from '../../aerodb/rules/guards.ts'
import { SimulatedCluster } from '../simulated-cluster.ts'
import { describeEffect } from './describe-effect.ts'
import { describeExplanation, describePosition } from './describe-state.ts'
import { forge } from './forge.ts'
import { parseChoice } from './parse-choice.ts'
import type { Transcript } from './parse-transcript.ts'
import { TranscriptError } from './transcript-error.ts'

/** A space within quotes parts nothing. */
const WORD = /(?:[^ "]|"[^"]*")+/g

/** Runs every command of a transcript, and gives it back with what the engine really said; without a rule only to show that the rule matters. */
export function runTranscript(hash: Hash128, transcript: Transcript, guards: Guards = GUARDS): Transcript {
  const run = new TranscriptRun(hash, guards)
  return { ...transcript, steps: transcript.steps.map((step) => ({ ...step, expected: run.take(step.command).join('\n') })) }
}

class TranscriptRun {
  readonly #hash: Hash128
  readonly #guards: Guards
  #running: SimulatedCluster | null = null
  #said: string[] = []
  /** Frames taken off their link, for a later moment. */
  readonly #kept: Uint8Array[] = []

  constructor(hash: Hash128, guards: Guards) {
    this.#hash = hash
    this.#guards = guards
  }

  take(line: string): readonly string[] {
    this.#said = []
    const [verb = '', ...words] = line.match(WORD) ?? []
    this.#act(verb, words)
    return this.#said.length === 0 ? ['nothing'] : this.#said
  }

  /** What belongs to the transcript alone; then what can happen to a cluster; then what can only be forged. */
  #act(verb: string, words: readonly string[]): void {
    const [first = '', second = ''] = words
    switch (verb) {
      case 'cluster':
        this.#create(words)
        return
      case 'steady':
        this.#create(words)
        for (const name of this.#cluster().nodes.keys()) this.#cluster().start(name)
        this.#settleAndSayWhere()
        return
      case 'commit':
        this.#act('put', [this.#primary(), ...words])
        this.#settleAndSayWhere()
        return
      case 'settle':
        this.#cluster().settle()
        return
      case 'settled':
        this.#settleAndSayWhere()
        return
      case 'quietly':
        this.#act(first, words.slice(1))
        this.#said = ['done, not listed']
        return
      case 'position':
        this.#said.push(describePosition(this.#cluster(), nodeName(first)))
        return
      case 'explain':
        this.#explain(nodeName(first), second)
        return
      case 'keep':
        this.#keep(nodeName(first), nodeName(second))
        return
      case 'arriveLate':
        this.#arriveLate(nodeName(first), nodeName(second))
        return
      default:
        this.#happen(verb, words)
    }
  }

  #happen(verb: string, words: readonly string[]): void {
    const choice = parseChoice(verb, words)
    if (choice !== null) this.#cluster().take(choice)
    else if (!forge(this.#hash, this.#cluster(), verb, words)) throw new TranscriptError(`"${verb}" is no command`)
  }

  /** `cluster n1 n2 sync=group`: every node dead on a new disk; the first is the Primary. */
  #create(words: readonly string[]): void {
    const nodes = words.filter((word) => !word.includes('=')).map((word) => nodeName(word))
    const [primary] = nodes
    if (primary === undefined) throw new TranscriptError('a cluster has nodes')
    const onStep = (node: NodeName, effects: readonly Effect[]): void => {
      const crash = this.#cluster().at(node).crash
      for (const [index, effect] of effects.entries()) {
        if (crash !== null && index === crash.effects) this.#said.push(`${node} dies before what follows`)
        this.#said.push(`${node} ${describeEffect(effect)}`)
      }
    }
    const sync = words.includes('sync=group') ? 'group' : 'each'
    this.#running = new SimulatedCluster({ hash: this.#hash, guards: this.#guards, nodes, primary, sync, onStep })
    this.#said.push(`Primary ${primary}, Replicas ${nodes.slice(1).join(', ') || 'none'}`)
  }

  #settleAndSayWhere(): void {
    const cluster = this.#cluster()
    cluster.settle()
    this.#said = [...cluster.nodes.keys()].map((name) => describePosition(cluster, name))
  }

  #explain(name: NodeName, request: string): void {
    const node = this.#cluster().living(name)
    const explanation = request === '' ? node.explainState() : node.explainRequest(requestId(request))
    if (explanation === null) throw new TranscriptError(`${name} knows nothing of ${request}`)
    this.#said.push(...describeExplanation(explanation))
  }

  #keep(from: NodeName, to: NodeName): void {
    const [frame] = this.#cluster().frames(from, to)
    this.#cluster().drop(from, to)
    if (frame !== undefined) this.#kept.push(frame.bytes)
  }

  #arriveLate(from: NodeName, to: NodeName): void {
    const bytes = this.#kept.shift()
    if (bytes === undefined) throw new TranscriptError('no frame was kept')
    this.#cluster().inject(from, to, bytes)
  }

  #primary(): NodeName {
    const [primary] = this.#cluster().nodes.keys()
    if (primary === undefined) throw new TranscriptError('a cluster has nodes')
    return primary
  }

  #cluster(): SimulatedCluster {
    if (this.#running === null) throw new TranscriptError('a transcript begins with a cluster')
    return this.#running
  }
}
