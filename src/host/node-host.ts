import { digestHex } from '../aerodb/digest.ts'
import type { DiskContents } from '../aerodb/disk.ts'
import { type NodeName, nodeName } from '../aerodb/ids.ts'
import type { Input } from '../aerodb/input.ts'
import type { DatabaseNode } from '../aerodb/node.ts'
import type { Role } from '../aerodb/observation.ts'
import { type GeneratedWrite, generatedCommand } from '../platform/generated-write.ts'
import { diskOutlineOf } from '../platform/trace/disk-image.ts'
import { packDisk } from '../platform/trace/packed-disk.ts'
import type { Disk } from './disk.ts'
import { startDrive } from './drive.ts'
import { inspect } from './inspection.ts'
import { Link } from './link.ts'
import { Outbox } from './outbox.ts'
import { OwnClients } from './own-clients.ts'
import type { Ask, Boot, LinkMessage, PageMessage, Probe, Report, Standing } from './protocol.ts'
import { TurnLoop } from './turn-loop.ts'
import { Workload } from './workload.ts'

/** One node, hosted by a worker: the page's messages, the links' frames and the disk's answers become the node's inputs, in one order. */
export class NodeHost {
  readonly #node: DatabaseNode
  readonly #links = new Map<NodeName, Link>()
  readonly #outbox: Outbox
  readonly #clients: OwnClients
  readonly #loop: TurnLoop
  #workload: Workload | null = null

  /** `roleTaken` is told of every role that the node takes, in its turn. */
  constructor(
    node: DatabaseNode,
    disk: Disk,
    { crashPoint, conditions }: Boot,
    post: (report: Report) => void,
    roleTaken: (role: Role) => void,
  ) {
    this.#node = node
    this.#clients = new OwnClients((request, write) => this.#issue(request, write))
    this.#outbox = new Outbox(
      post,
      () => this.#standing(),
      () => this.#clients.counts(),
    )
    const parts = { node, disk, outbox: this.#outbox, clients: this.#clients, links: this.#links, roleTaken }
    this.#loop = new TurnLoop(parts, crashPoint)
    for (const { peer, condition, remaining } of conditions) this.#link(peer).condition(condition, remaining)
  }

  get loop(): TurnLoop {
    return this.#loop
  }

  /** What the disk holds, for the page's recording. Before the start. */
  showDisk(contents: DiskContents): void {
    this.#outbox.show(packDisk(contents))
  }

  start(input: Input & { readonly kind: 'start' }): void {
    const { configuration, authority, starts, disk } = input
    const entropy = digestHex(input.entropy)
    const outline = diskOutlineOf(disk)
    this.#loop.queue({ kind: 'input', input, logged: { start: { configuration, authority, entropy, starts, outline } } })
    this.#loop.turn()
  }

  take(message: PageMessage): void {
    if (message.kind === 'command') {
      const { request, command } = message
      this.#loop.queue({
        kind: 'input',
        input: { kind: 'command', request, command },
        logged: { ask: [request, command] },
      })
    } else {
      this.#ask(message.call, message.ask)
    }
  }

  #ask(call: number, ask: Ask): void {
    const done = () => this.#outbox.reply(call, { kind: 'done' })
    const act = (work: () => void) => this.#loop.queue({ kind: 'act', act: work })
    switch (ask.ask) {
      case 'linkUp':
        this.#linkUp(ask, done)
        break
      case 'linkDown':
        this.#linkDown(ask.peer, done)
        break
      case 'condition':
        act(() => {
          this.#link(ask.peer).condition(ask.condition)
          done()
        })
        break
      case 'release':
        act(() => this.#outbox.reply(call, { kind: 'released', frames: this.#link(ask.peer).release(ask.count) }))
        break
      case 'crashAt':
        act(() => {
          this.#loop.arm(ask.point)
          done()
        })
        break
      case 'workload':
        act(() => {
          this.#setWorkload(ask.workload)
          done()
        })
        break
      case 'probe':
        act(() => this.#outbox.reply(call, { kind: 'probed', probe: this.#probe() }))
        break
      case 'inspect':
        act(() => this.#outbox.reply(call, { kind: 'inspected', inspected: inspect(this.#node, ask.inspection) }))
        break
      case 'drive':
        act(() => startDrive(this.#clients, ask.drive, (report) => this.#outbox.reply(call, { kind: 'driven', report })))
        break
    }
  }

  #linkUp({ peer, epoch, port }: Ask & { readonly ask: 'linkUp' }, done: () => void): void {
    const link = this.#link(peer)
    this.#loop.queue({
      kind: 'input',
      input: { kind: 'linkUp', peer, epoch },
      logged: { up: [peer, epoch] },
      prepare: () => link.open(epoch, port, (message) => this.#arrived(peer, link, message)),
      done,
    })
  }

  #linkDown(peer: NodeName, done: () => void): void {
    const link = this.#link(peer)
    this.#loop.queue({
      kind: 'input',
      input: { kind: 'linkDown', peer },
      logged: { down: peer },
      prepare: () => link.close(),
      done,
    })
  }

  /** It may arrive while the end of its epoch is in line before it: it is lost with the link then. */
  #arrived(peer: NodeName, link: Link, message: LinkMessage): void {
    const { bytes, incarnation, number, alteration, copy, sentAfter } = message
    const { epoch } = link
    this.#loop.queue({
      kind: 'input',
      input: { kind: 'frame', peer, bytes },
      logged: {
        frame: [peer, incarnation, number],
        ...(alteration === null ? {} : { altered: alteration }),
        ...(copy === null ? {} : { copy }),
      },
      cause: { node: peer, incarnation, steps: sentAfter },
      stillHolds: () => link.up && link.epoch === epoch,
      prepare: () => link.received(message),
    })
  }

  #issue(request: Parameters<OwnClients['answer']>[0], write: GeneratedWrite): void {
    this.#loop.queue({
      kind: 'input',
      input: { kind: 'command', request, command: generatedCommand(write) },
      logged: { write: [request, write] },
    })
  }

  #setWorkload(rate: { readonly commitsPerSecond: number; readonly clients: number } | null): void {
    this.#workload?.stop()
    this.#workload =
      rate === null ? null : new Workload(this.#clients, rate, this.#node.position().appliedCommitId, () => this.#loop.turn())
  }

  #link(peer: NodeName): Link {
    const known = this.#links.get(peer)
    if (known !== undefined) return known
    const link = new Link(nodeName(peer), (notice) => this.#outbox.frame(notice))
    this.#links.set(peer, link)
    return link
  }

  #linkStandings() {
    return [...this.#links.values()].map((link) => link.standing())
  }

  #standing(): Standing {
    return { position: this.#node.position(), links: this.#linkStandings() }
  }

  #probe(): Probe {
    const { batchInFlight, waitingWrites } = this.#node.position()
    return {
      steps: this.#loop.steps,
      queued: this.#loop.queued,
      batchInFlight,
      waitingWrites,
      clientsWaiting: this.#clients.waiting,
      links: this.#linkStandings(),
    }
  }
}
