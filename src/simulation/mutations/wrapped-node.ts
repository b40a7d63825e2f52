import type { Digest } from '../../aerodb/digest.ts'
import type { Effect } from '../../aerodb/effect.ts'
import type { DocumentKey, Lsn, RequestId } from '../../aerodb/ids.ts'
import type { Input } from '../../aerodb/input.ts'
import type {
  ChainInspection,
  ChainSelection,
  Explanation,
  VersionInspection,
  WalRecordInspection,
} from '../../aerodb/inspection.ts'
import type { DatabaseNode } from '../../aerodb/node.ts'
import type { Position } from '../../aerodb/observation.ts'

/** A node around a sound one, to break a rule that is kept by how the code is built. For canaries and searches only: no host knows it. */
export abstract class WrappedNode implements DatabaseNode {
  protected readonly inner: DatabaseNode

  constructor(inner: DatabaseNode) {
    this.inner = inner
  }

  abstract step(input: Input): readonly Effect[]
  abstract fork(): DatabaseNode
  abstract digest(): Digest

  position(): Position {
    return this.inner.position()
  }

  walRecords(from: Lsn, limit: number): readonly WalRecordInspection[] {
    return this.inner.walRecords(from, limit)
  }

  walBytes(): Uint8Array {
    return this.inner.walBytes()
  }

  versions(key: DocumentKey): readonly VersionInspection[] {
    return this.inner.versions(key)
  }

  chains(selection: ChainSelection): readonly ChainInspection[] {
    return this.inner.chains(selection)
  }

  explainState(): Explanation {
    return this.inner.explainState()
  }

  explainRequest(request: RequestId): Explanation | null {
    return this.inner.explainRequest(request)
  }
}
