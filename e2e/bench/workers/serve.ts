import { type Commit, runClients, type WriteLoad, type WriteResult } from '../measure/load.ts'

/** A database under measure, open. */
export interface Yardstick {
  readonly commit: Commit
  /** What it says of itself, for the report: its version, and the modes that were asked for and granted. */
  readonly description: string
}

export interface YardstickRequest {
  readonly load: WriteLoad
  /** The values that a commit puts, one after the other, for a yardstick that stores bytes and not documents. */
  readonly values: readonly Uint8Array<ArrayBuffer>[]
}

export type YardstickReply =
  | { readonly kind: 'measured'; readonly result: WriteResult; readonly description: string }
  | { readonly kind: 'failed'; readonly message: string }

/** Makes this worker measure the database that `open` opens: one request, one reply. */
export function serve(open: (request: YardstickRequest) => Promise<Yardstick>): void {
  addEventListener('message', (event: MessageEvent<YardstickRequest>) => {
    measure(open, event.data).then(
      (reply) => postMessage(reply),
      (error: unknown) => postMessage({ kind: 'failed', message: String(error) } satisfies YardstickReply),
    )
  })
}

async function measure(
  open: (request: YardstickRequest) => Promise<Yardstick>,
  request: YardstickRequest,
): Promise<YardstickReply> {
  const { commit, description } = await open(request)
  const result = await runClients(commit, request.load, performance)
  return { kind: 'measured', result, description }
}
