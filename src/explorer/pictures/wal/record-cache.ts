import type { Lsn, WalRecordView } from '../../../cluster/contract.ts'

const PAGE_RECORDS = 512
/** Records kept for one node: 65,536. The pages that were looked at longest ago go first. */
const PAGES_KEPT = 128
/** Hex digits of a chain digest that are kept for comparison: 64 bits. */
const FOLD_DIGITS = 8

export const RECORD_TYPES = ['version', 'commit', 'gc', 'genesis', 'insert', 'update', 'delete', 'marker'] as const
export type RecordType = (typeof RECORD_TYPES)[number]

export interface CachedRecord {
  readonly lsn: Lsn
  readonly type: RecordType
  readonly commitId: number | null
  readonly key: string | null
  readonly bytes: number
}

interface Page {
  /** 0 where no record is kept; else its type's place in RECORD_TYPES, plus 1. */
  readonly types: Uint8Array
  readonly commitIds: Float64Array
  readonly bytes: Uint32Array
  readonly foldHigh: Uint32Array
  readonly foldLow: Uint32Array
  readonly keys: (string | undefined)[]
  records: number
  touched: number
}

/** Records of one node's log that the picture has fetched: bounded, by LSN, in typed arrays. */
export class RecordCache {
  readonly #pages = new Map<number, Page>()
  #clock = 0

  get records(): number {
    let records = 0
    for (const page of this.#pages.values()) records += page.records
    return records
  }

  /**
   * Keeps what a node answered. Where it disagrees with what is kept, the log is another one than before: then all that was kept is
   * forgotten first. Returns whether that was so.
   */
  put(records: readonly WalRecordView[]): 'agrees' | 'replaced' {
    const replaced = records.some((record) => this.#contradicts(record))
    if (replaced) this.clear()
    for (const record of records) this.#store(record)
    this.#evict()
    return replaced ? 'replaced' : 'agrees'
  }

  at(lsn: Lsn): CachedRecord | null {
    const page = this.#pages.get(Math.floor(lsn / PAGE_RECORDS))
    const slot = lsn % PAGE_RECORDS
    const type = page === undefined ? undefined : RECORD_TYPES[(page.types[slot] ?? 0) - 1]
    if (page === undefined || type === undefined) return null
    const commitId = page.commitIds[slot] ?? 0
    return { lsn, type, commitId: commitId === 0 ? null : commitId, key: page.keys[slot] ?? null, bytes: page.bytes[slot] ?? 0 }
  }

  /** The type alone, without building anything: for painting. Null where the record is not loaded. */
  typeAt(lsn: Lsn): RecordType | null {
    const page = this.#pages.get(Math.floor(lsn / PAGE_RECORDS))
    return page === undefined ? null : (RECORD_TYPES[(page.types[lsn % PAGE_RECORDS] ?? 0) - 1] ?? null)
  }

  /** Whether both logs are the same up to this LSN; null where either record is not loaded. */
  sameChain(other: RecordCache, lsn: Lsn): boolean | null {
    const page = this.#pages.get(Math.floor(lsn / PAGE_RECORDS))
    const theirs = other.#pages.get(Math.floor(lsn / PAGE_RECORDS))
    const slot = lsn % PAGE_RECORDS
    if (page === undefined || theirs === undefined || page.types[slot] === 0 || theirs.types[slot] === 0) return null
    return page.foldHigh[slot] === theirs.foldHigh[slot] && page.foldLow[slot] === theirs.foldLow[slot]
  }

  /** Whether the kept record carries this chain digest; null where none is kept. */
  hasChain(lsn: Lsn, chainDigest: string): boolean | null {
    const page = this.#pages.get(Math.floor(lsn / PAGE_RECORDS))
    const slot = lsn % PAGE_RECORDS
    if (page === undefined || page.types[slot] === 0) return null
    const [high, low] = fold(chainDigest)
    return page.foldHigh[slot] === high && page.foldLow[slot] === low
  }

  /** The first run of records from `first` to `last` that is not loaded, at most `most` long; null where all are. */
  firstMissing(first: Lsn, last: Lsn, most: number): { readonly first: Lsn; readonly last: Lsn } | null {
    let from: Lsn | null = null
    for (let lsn = first; lsn <= last; lsn++) {
      const page = this.#pages.get(Math.floor(lsn / PAGE_RECORDS))
      const loaded = page !== undefined && page.types[lsn % PAGE_RECORDS] !== 0
      if (page !== undefined) page.touched = this.#clock
      if (!loaded && from === null) from = lsn
      if (from !== null && (loaded || lsn - from >= most)) return { first: from, last: lsn - 1 }
    }
    return from === null ? null : { first: from, last }
  }

  /** Calls back for each loaded record of a range, skipping over what is not loaded. */
  eachLoaded(first: Lsn, last: Lsn, visit: (lsn: Lsn, type: RecordType) => void): void {
    for (let number = Math.floor(first / PAGE_RECORDS); number <= Math.floor(last / PAGE_RECORDS); number++) {
      const page = this.#pages.get(number)
      if (page === undefined) continue
      const start = Math.max(first, number * PAGE_RECORDS)
      const end = Math.min(last, number * PAGE_RECORDS + PAGE_RECORDS - 1)
      for (let lsn = start; lsn <= end; lsn++) {
        const type = RECORD_TYPES[(page.types[lsn % PAGE_RECORDS] ?? 0) - 1]
        if (type !== undefined) visit(lsn, type)
      }
    }
  }

  clear(): void {
    this.#pages.clear()
  }

  #contradicts(record: WalRecordView): boolean {
    return this.hasChain(record.lsn, record.chainDigest) === false
  }

  #store(record: WalRecordView): void {
    const number = Math.floor(record.lsn / PAGE_RECORDS)
    const slot = record.lsn % PAGE_RECORDS
    const page = this.#pages.get(number) ?? emptyPage()
    this.#pages.set(number, page)
    if (page.types[slot] === 0) page.records += 1
    const [high, low] = fold(record.chainDigest)
    page.types[slot] = RECORD_TYPES.indexOf(recordType(record.type)) + 1
    page.commitIds[slot] = record.commitId ?? 0
    page.bytes[slot] = record.bytes
    page.foldHigh[slot] = high
    page.foldLow[slot] = low
    page.keys[slot] = record.key
    page.touched = this.#clock
  }

  #evict(): void {
    this.#clock += 1
    if (this.#pages.size <= PAGES_KEPT) return
    const oldest = [...this.#pages].toSorted(([, a], [, b]) => a.touched - b.touched)
    for (const [number] of oldest.slice(0, this.#pages.size - PAGES_KEPT)) this.#pages.delete(number)
  }
}

/** A type that this picture has no letter for is still drawn: as a marker. */
function recordType(type: string): RecordType {
  return RECORD_TYPES.find((known) => known === type) ?? 'marker'
}

function emptyPage(): Page {
  return {
    types: new Uint8Array(PAGE_RECORDS),
    commitIds: new Float64Array(PAGE_RECORDS),
    bytes: new Uint32Array(PAGE_RECORDS),
    foldHigh: new Uint32Array(PAGE_RECORDS),
    foldLow: new Uint32Array(PAGE_RECORDS),
    keys: [],
    records: 0,
    touched: 0,
  }
}

function fold(chainDigest: string): readonly [high: number, low: number] {
  return [
    Number.parseInt(chainDigest.slice(0, FOLD_DIGITS), 16) >>> 0,
    Number.parseInt(chainDigest.slice(FOLD_DIGITS, 2 * FOLD_DIGITS), 16) >>> 0,
  ]
}
