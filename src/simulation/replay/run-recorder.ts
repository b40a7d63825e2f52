import { digestHex } from '../../aerodb/digest.ts'
import type { DiskContents } from '../../aerodb/disk.ts'
import type { Effect } from '../../aerodb/effect.ts'
import type { NodeName } from '../../aerodb/ids.ts'
import type { Input } from '../../aerodb/input.ts'
import { diskImageOf, diskOutlineOf } from '../../platform/trace/disk-image.ts'
import { type Given, givenBy, thrownBy } from '../../platform/trace/given.ts'
import type { FrameStep, InputStep, TraceStep } from '../../platform/trace/step.ts'
import { stepsJson } from '../../platform/trace/steps-json.ts'
import { SimulatedDisk } from '../simulated-disk.ts'
import type { Persist, SimulatedNode } from '../simulated-node.ts'
import type { Arriving, StepRecorder } from '../step-recorder.ts'
import { alterationBetween } from './alteration-between.ts'

/** A node's disk as a replay would have it: what differs from it has to be said. */
interface Shadow {
  disk: SimulatedDisk | null
  writing: Persist | null
  undecided: Persist | null
}

/** Turns what happens in a simulated cluster into the steps of a trace, just as a live cluster's hosts log them. */
export class RunRecorder implements StepRecorder {
  readonly #steps: TraceStep[] = []
  readonly #shadows = new Map<NodeName, Shadow>()

  /** What a replay knows already, where the cluster was not made anew. */
  knows(node: NodeName, disk: SimulatedDisk | null, writing: Persist | null, undecided: Persist | null): void {
    this.#shadows.set(node, { disk: disk?.fork() ?? null, writing, undecided })
  }

  add(step: TraceStep): void {
    this.#steps.push(step)
  }

  get length(): number {
    return this.#steps.length
  }

  /** Plain JSON. */
  steps(): readonly unknown[] {
    const steps: unknown = JSON.parse(stepsJson(this.#steps))
    return Array.isArray(steps) ? steps : []
  }

  starting({ name }: SimulatedNode, shown: DiskContents): void {
    const shadow = this.#shadowOf(name)
    const { disk, undecided } = shadow
    shadow.undecided = null
    if (disk !== null && sameContents(disk.contents(), shown)) return
    if (disk !== null && undecided !== null) {
      disk.apply(undecided.batch)
      if (sameContents(disk.contents(), shown)) return
    }
    shadow.disk = new SimulatedDisk(shown)
    this.add({ node: name, disk: diskImageOf(shown) })
  }

  stepped(simulated: SimulatedNode, input: Input, effects: readonly Effect[], arriving: Arriving | null): void {
    const shadow = this.#shadowOf(simulated.name)
    if (input.kind === 'batchDurable' || input.kind === 'batchFailed') settle(shadow, input)
    for (const effect of effects) if (effect.kind === 'persist') shadow.writing = effect
    this.#input(simulated, input, arriving, simulated.node === null ? {} : givenBy(simulated.node, effects))
  }

  broke(simulated: SimulatedNode, input: Input, thrown: unknown, arriving: Arriving | null): void {
    this.#input(simulated, input, arriving, thrownBy(thrown))
  }

  died({ name }: SimulatedNode, how: 'killed' | 'stopped'): void {
    const shadow = this.#shadowOf(name)
    shadow.undecided = shadow.writing ?? shadow.undecided
    shadow.writing = null
    this.add({ node: name, died: how })
  }

  #input({ name }: SimulatedNode, input: Input, arriving: Arriving | null, given: Given): void {
    this.add({ node: name, ...inputStepOf(input, arriving), ...given })
  }

  #shadowOf(name: NodeName): Shadow {
    const known = this.#shadows.get(name)
    if (known !== undefined) return known
    const shadow: Shadow = { disk: null, writing: null, undecided: null }
    this.#shadows.set(name, shadow)
    return shadow
  }
}

function settle(shadow: Shadow, input: Extract<Input, { readonly kind: 'batchDurable' | 'batchFailed' }>): void {
  const { writing } = shadow
  shadow.writing = null
  if (writing === null) return
  if (input.kind === 'batchDurable') shadow.disk?.apply(writing.batch)
  else if (input.failure.outcome === 'unknown') shadow.undecided = writing
}

function inputStepOf(input: Input, arriving: Arriving | null): InputStep {
  switch (input.kind) {
    case 'start': {
      const { configuration, authority, entropy, starts, disk } = input
      return { start: { configuration, authority, entropy: digestHex(entropy), starts, outline: diskOutlineOf(disk) } }
    }
    case 'batchDurable':
      return { durable: input.id }
    case 'batchFailed':
      return { failed: [input.id, input.failure.outcome, input.failure.cause] }
    case 'linkUp':
      return { up: [input.peer, input.epoch] }
    case 'linkDown':
      return { down: input.peer }
    case 'frame':
      if (arriving === null) throw new Error('bytes that no node sent have no place in a trace')
      return frameStepOf(input.peer, arriving)
    case 'command':
      return { ask: [input.request, input.command] }
  }
}

function frameStepOf(peer: NodeName, { frame, bytes, copy }: Arriving): FrameStep {
  const alteration = alterationBetween(frame.bytes, bytes)
  return {
    frame: [peer, frame.label.incarnation, frame.label.number],
    ...(alteration === null ? {} : { altered: alteration }),
    ...(copy === null ? {} : { copy }),
  }
}

/** Values on a simulated disk are shared and never mutated, so the same value is the same object. */
function sameContents(a: DiskContents, b: DiskContents): boolean {
  return (
    a.manifest === b.manifest &&
    a.batches.length === b.batches.length &&
    a.batches.every((batch, index) => batch.bytes === b.batches[index]?.bytes)
  )
}
