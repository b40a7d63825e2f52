import type { Digest, Hash128 } from '../../aerodb/digest.ts'
import { digestHex } from '../../aerodb/digest.ts'
import type { NodeName } from '../../aerodb/ids.ts'
import { AeroNode } from '../../aerodb/node/aero-node.ts'
import { Core } from '../../aerodb/node/core.ts'
import { Rehearsal, type RehearsalOptions } from '../rehearsal.ts'
import type { DataField } from './difference.ts'

/** A rehearsal of the engine as it is, in which what makes up a node can be looked at. */
export class OpenCores {
  readonly rehearsal: Rehearsal
  readonly #cores: Core[] = []

  constructor(options: RehearsalOptions) {
    const build: RehearsalOptions['build'] = (hash, guards) => {
      const core = new Core({ hash, guards })
      this.#cores.push(core)
      return new AeroNode(core)
    }
    this.rehearsal = new Rehearsal({ ...options, build })
  }

  /** Of the last start of this node, though it has died since. */
  core(name: NodeName): Core {
    const core = this.#cores.findLast(({ configuration }) => configuration.node === name)
    if (core === undefined) throw new Error(`${name} has not started`)
    return core
  }
}

/** A copy of the node with another value in one field. */
export function withField<Field extends DataField<Core>>(core: Core, field: Field, value: Core[Field]): Core {
  return Object.assign(core.fork(), { [field]: value })
}

/** A copy of the node, but for one field, which is another's. */
export function grafted(core: Core, field: DataField<Core>, from: Core): Core {
  return withField(core, field, from.fork()[field])
}

export function digestOf(core: Core): string {
  return digestHex(new AeroNode(core).digest())
}

/** The same digest but for its first bit. */
export function otherDigest(digest: Digest): Digest {
  return digest.with(0, (digest[0] ?? 0) ^ 1)
}

/** A node after this has happened to a small cluster. */
export function coreAfter(hash: Hash128, name: NodeName, happens: (cores: OpenCores) => void): Core {
  const cores = new OpenCores({ hash, judge: 'nothing' })
  happens(cores)
  return cores.core(name)
}
