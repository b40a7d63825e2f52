import type { IsolationViolation } from './check-snapshot-isolation.ts'
import { type ClientRead, type ClientWrite, keyRead, named } from './client-history.ts'

/** A write set that has happened, and where. */
export interface PlacedWrite {
  readonly commitId: number
  readonly write: ClientWrite
}

interface Placing {
  /** In the order of CommitIds. */
  readonly placed: readonly PlacedWrite[]
  readonly violations: readonly IsolationViolation[]
}

/**
 * Finds the place of every write set that has happened: where its client was told, or where a read shows a document that it wrote. A document
 * that several write sets wrote alike shows nothing.
 */
export function placeWrites(writes: readonly ClientWrite[], reads: readonly ClientRead[]): Placing {
  const violations: IsolationViolation[] = []
  const byCommit = new Map<number, ClientWrite>()
  const place = (commitId: number, write: ClientWrite): void => {
    const there = byCommit.get(commitId)
    if (there === undefined) byCommit.set(commitId, write)
    else if (there !== write) {
      const evidence = { commitId, request: write.request, other: there.request }
      violations.push({ what: 'one CommitId for two write sets', about: named(write, commitId), evidence })
    }
  }
  for (const write of writes) if (write.outcome.kind === 'acknowledged') place(write.outcome.commitId, write)

  // Most runs show every version that was acknowledged, and ask for no writer at all.
  let writers: ReturnType<typeof writersOf> | null = null
  const shownAt = new Map<ClientWrite, number>()
  for (const read of reads) {
    if (read.version === 0 || byCommit.has(read.version) || read.text === null) continue
    writers ??= writersOf(writes)
    const candidates = writers.get(writtenAs(keyRead(read), read.text)) ?? []
    const [writer, ...others] = candidates
    if (others.length > 0) continue
    const evidence = { request: read.request, key: keyRead(read), version: read.version, writer: writer?.request ?? null }
    if (writer === undefined) violations.push({ what: 'a version that nobody wrote', about: [], evidence })
    else if (writer.outcome.kind === 'rejected') violations.push({ what: 'a rejected write set was seen', about: [], evidence })
    else {
      const there = shownAt.get(writer) ?? placeOf(writer) ?? read.version
      if (there !== read.version) {
        const about = named(read, Math.max(read.version, there))
        violations.push({ what: 'a write set at two CommitIds', about, evidence })
      } else {
        shownAt.set(writer, read.version)
        place(read.version, writer)
      }
    }
  }
  const placed = [...byCommit].map(([commitId, write]) => ({ commitId, write })).toSorted((a, b) => a.commitId - b.commitId)
  return { placed, violations }
}

function placeOf({ outcome }: ClientWrite): number | null {
  return outcome.kind === 'acknowledged' ? outcome.commitId : null
}

/** Who wrote a document with this very text, by key and text. */
function writersOf(writes: readonly ClientWrite[]): ReadonlyMap<string, readonly ClientWrite[]> {
  const writers = new Map<string, ClientWrite[]>()
  for (const write of writes) {
    for (const [key, text] of write.texts) {
      if (text === null) continue
      const name = writtenAs(key, text)
      const known = writers.get(name)
      if (known === undefined) writers.set(name, [write])
      else known.push(write)
    }
  }
  return writers
}

function writtenAs(key: string, text: string): string {
  return `${key} ${text}`
}
