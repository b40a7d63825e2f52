import type { Command } from '../command.ts'
import type { Digest } from '../digest.ts'
import type { Effect } from '../effect.ts'
import type { DocumentKey, Lsn, RequestId } from '../ids.ts'
import type { Input } from '../input.ts'
import type { ChainInspection, ChainSelection, Explanation, VersionInspection, WalRecordInspection } from '../inspection.ts'
import type { DatabaseNode } from '../node.ts'
import type { Position } from '../observation.ts'
import { linkDown, linkUp } from '../replication/linking.ts'
import { presentWhatIsDue } from '../replication/presenting.ts'
import { appendReceived } from '../replication/receiving.ts'
import { Core, type Environment } from './core.ts'
import { inspectChains, inspectRecords, inspectVersions, logBytes } from './inspecting.ts'
import { nodeDigest } from './node-digest.ts'
import { bootstrap, persistOperation, resume } from './operating.ts'
import { batchDurable, batchFailed, persist } from './persisting.ts'
import { positionOf } from './position.ts'
import { serveRead } from './reading.ts'
import { receiveFrame } from './receiving-frames.ts'
import { start } from './starting.ts'
import { explain } from './trail.ts'
import { admitWrite, formBatch } from './writing.ts'

/** The node: hands each input to the module whose concern it is, then starts the next batch if there is one to start. */
export class AeroNode implements DatabaseNode {
  readonly #core: Core

  constructor(core: Core) {
    this.#core = core
  }

  static create(environment: Environment): AeroNode {
    return new AeroNode(new Core(environment))
  }

  step(input: Input): readonly Effect[] {
    const core = this.#core
    if (core.stopped) throw new Error(`${input.kind} on a node that has stopped`)
    if ((input.kind === 'start') !== (core.role === 'Uninitialized'))
      throw new Error(`${input.kind} on a node that is ${core.role}`)
    switch (input.kind) {
      case 'start':
        start(core, input)
        break
      case 'batchDurable':
        batchDurable(core, input.id)
        break
      case 'batchFailed':
        batchFailed(core, input.id, input.failure)
        break
      case 'linkUp':
        linkUp(core, input.peer, input.epoch)
        break
      case 'linkDown':
        linkDown(core, input.peer)
        break
      case 'frame':
        receiveFrame(core, input.peer, input.bytes)
        break
      case 'command':
        carryOut(core, input.request, input.command)
        break
    }
    presentWhatIsDue(core)
    startNextBatch(core)
    return core.takeEffects()
  }

  position(): Position {
    return positionOf(this.#core)
  }

  walRecords(from: Lsn, limit: number): readonly WalRecordInspection[] {
    return inspectRecords(this.#core.hash, this.#core.heldLog, from, limit)
  }

  walBytes(): Uint8Array {
    return logBytes(this.#core.heldLog)
  }

  versions(key: DocumentKey): readonly VersionInspection[] {
    return inspectVersions(this.#core.versions, key)
  }

  chains(selection: ChainSelection): readonly ChainInspection[] {
    return inspectChains(this.#core.versions, selection)
  }

  explainState(): Explanation {
    return explain(this.#core.decision)
  }

  explainRequest(request: RequestId): Explanation | null {
    return this.#core.explanations.explain(request)
  }

  fork(): AeroNode {
    return new AeroNode(this.#core.fork())
  }

  digest(): Digest {
    return nodeDigest(this.#core)
  }
}

function carryOut(core: Core, request: RequestId, command: Command): void {
  switch (command.kind) {
    case 'write':
      admitWrite(core, request, command)
      return
    case 'read':
    case 'openReadView':
    case 'closeReadView':
      serveRead(core, request, command)
      return
    case 'resume':
      resume(core, request)
      return
    case 'bootstrap':
      bootstrap(core, request, command.unproven)
      return
  }
}

/** One batch is in flight at a time: a halt goes first, then what an operator waits for, then records. (WAL-10) */
function startNextBatch(core: Core): void {
  if (core.inFlight !== null || core.stopped) return
  const { halting, manifest } = core
  if (halting !== null) {
    if (manifest === null) throw new Error('a node that halts has a manifest')
    persist(core, { purpose: 'halt', manifest: { ...manifest, halt: halting } }, null)
  } else if (persistOperation(core)) return
  else if (core.guards.writeAdmission.holds(core.servingRole)) formBatch(core)
  else if (core.replica.open) appendReceived(core)
}
