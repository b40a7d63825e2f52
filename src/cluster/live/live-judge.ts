import type { Command } from '../../aerodb/command.ts'
import type { NodeConfiguration } from '../../aerodb/configuration.ts'
import { nodeName, type RequestId } from '../../aerodb/ids.ts'
import type { Authority } from '../../aerodb/input.ts'
import type { Report } from '../../host/protocol.ts'
import type { Damage } from '../../invariants/damage.ts'
import type { Fact } from '../../invariants/fact.ts'
import { Judge } from '../../invariants/judge.ts'
import type { InvariantVerdict } from '../../invariants/verdict.ts'
import { generatedCommand } from '../../platform/generated-write.ts'
import { readStep } from '../../platform/trace/read-step.ts'
import type { NodeName } from '../contract.ts'

/**
 * Judges a live cluster by what its workers report, as they report it: what nodes state, and what they answer. What no worker reports (which
 * frame arrived where, what truly lies on a disk) it does not know; a replay of the recording knows that too, and is judged by everything.
 *
 * Of a worker's own clients the newest acknowledgement of each report stands for those before it: nothing is promised that it does not cover.
 */
export class LiveJudge {
  readonly #judge = new Judge()
  readonly #commands = new Map<NodeName, Map<RequestId, Command>>()
  readonly #living = new Set<NodeName>()

  verdicts(): readonly InvariantVerdict[] {
    return this.#judge.verdicts()
  }

  asked(node: NodeName, request: RequestId, command: Command): void {
    const commands = this.#commands.get(node) ?? new Map<RequestId, Command>()
    this.#commands.set(node, commands)
    commands.set(request, command)
    this.#take({ kind: 'asked', node: nodeName(node), request, command })
  }

  /** In an order of causes. `configuration`: what the node was started with. */
  reported(node: NodeName, configuration: NodeConfiguration, report: Report): void {
    if (!this.#living.has(node) && report.log !== null) {
      this.#living.add(node)
      const authority = authorityIn(node, report.log)
      this.#take({ kind: 'nodeStarted', node: nodeName(node), configuration, authority })
    }
    const { observations, answers, ownAcknowledged } = report
    let answered = 0
    for (let stated = 0; stated <= observations.length; stated++) {
      for (; answers[answered]?.observedBefore === stated; answered++) this.#answered(node, answers[answered])
      if (ownAcknowledged?.observedBefore === stated) this.#ownAcknowledged(node, ownAcknowledged)
      const observation = observations[stated]
      if (observation !== undefined) this.#take({ kind: 'observed', node: nodeName(node), observation })
    }
  }

  damaged(node: NodeName, damage: Damage): void {
    this.#take({ kind: 'damaged', node: nodeName(node), damage })
  }

  /** It has said its last word: what it did not answer, it never will. */
  died(node: NodeName): void {
    for (const [request, command] of this.#commands.get(node) ?? []) {
      this.#take({ kind: 'answered', node: nodeName(node), request, command, outcome: { kind: 'unknown' } })
    }
    this.#commands.delete(node)
    if (this.#living.delete(node)) this.#take({ kind: 'nodeDied', node: nodeName(node) })
  }

  #answered(node: NodeName, answer: Report['answers'][number] | undefined): void {
    const command = answer === undefined ? undefined : this.#commands.get(node)?.get(answer.request)
    if (answer === undefined || command === undefined) return
    const { request, outcome } = answer
    this.#commands.get(node)?.delete(request)
    this.#take({ kind: 'answered', node: nodeName(node), request, command, outcome })
  }

  #ownAcknowledged(node: NodeName, { request, write, commitId }: NonNullable<Report['ownAcknowledged']>): void {
    const command = generatedCommand(write)
    this.#take({ kind: 'asked', node: nodeName(node), request, command })
    this.#take({ kind: 'answered', node: nodeName(node), request, command, outcome: { kind: 'acknowledged', commitId } })
  }

  #take(fact: Fact): void {
    this.#judge.take(fact)
  }
}

/** What the host said of the authority when the node started: a life's log begins with that. */
function authorityIn(node: NodeName, log: string): Authority {
  const steps: unknown = JSON.parse(log)
  const first: unknown = Array.isArray(steps) ? steps[0] : null
  if (typeof first !== 'object' || first === null) throw new Error(`${node} logged no step`)
  const step = readStep({ node, ...first }, 0)
  if (!('start' in step)) throw new Error(`${node} logged something before its start`)
  return step.start.authority
}
