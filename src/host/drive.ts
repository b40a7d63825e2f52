import type { Outcome } from '../aerodb/command.ts'
import type { AeroError } from '../aerodb/error.ts'
import type { OwnClients } from './own-clients.ts'

/**
 * A measurement: clients that write as fast as they are answered, each a caller that waits for its acknowledgement before it writes again.
 * It ends after a number of commits, after a time, or at the first write that is not acknowledged.
 */
export interface Drive {
  readonly clients: number
  readonly documentsPerCommit: number
  /** Of each document's body, in characters of one byte. */
  readonly bodyBytes: number
  readonly until: { readonly commits: number } | { readonly millis: number }
  /** Of the first write set: two drives on one cluster that must not write the same documents begin at different ones. */
  readonly firstIndex: number
}

export interface DriveReport {
  readonly commits: number
  readonly documents: number
  /** From the first write to the last acknowledgement. */
  readonly elapsedMillis: number
  /** From a write to its acknowledgement. */
  readonly latencyMillis: { readonly median: number; readonly p99: number; readonly max: number }
  /** The write that ended the drive early; null where it ran to its end. */
  readonly refused: AeroError | null
}

/** Starts writing at once; `ended` is called once every client has its last answer. The caller then lets the node take what was queued. */
export function startDrive(clients: OwnClients, drive: Drive, ended: (report: DriveReport) => void): void {
  const { documentsPerCommit: documents, bodyBytes, until } = drive
  const startMillis = performance.now()
  const endMillis = 'millis' in until ? startMillis + until.millis : Number.POSITIVE_INFINITY
  const commitsWanted = 'commits' in until ? until.commits : Number.POSITIVE_INFINITY
  const latencies: number[] = []
  let issued = 0
  let running = 0
  let lastMillis = startMillis
  let refused: AeroError | null = null

  function writeNext(): void {
    const sentMillis = performance.now()
    if (refused !== null || issued >= commitsWanted || sentMillis >= endMillis) {
      if (running === 0) ended(report())
      return
    }
    running++
    clients.write({ kind: 'bulk', index: drive.firstIndex + issued++, documents, bodyBytes }, (outcome) =>
      answered(outcome, sentMillis),
    )
  }

  function answered(outcome: Outcome, sentMillis: number): void {
    running--
    lastMillis = performance.now()
    if (outcome.kind === 'acknowledged') latencies.push(lastMillis - sentMillis)
    else refused ??= 'error' in outcome ? outcome.error : null
    writeNext()
  }

  function report(): DriveReport {
    const sorted = Float64Array.from(latencies).toSorted()
    const at = (part: number) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? 0
    return {
      commits: sorted.length,
      documents: sorted.length * documents,
      elapsedMillis: lastMillis - startMillis,
      latencyMillis: { median: at(0.5), p99: at(0.99), max: sorted.at(-1) ?? 0 },
      refused,
    }
  }

  for (let client = 0; client < drive.clients; client++) writeNext()
}
