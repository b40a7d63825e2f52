import { errorOf } from '../platform/failure.ts'
import { bootNode } from './boot.ts'
import type { NodeHost } from './node-host.ts'
import type { Boot, End, PageMessage } from './protocol.ts'
import { type PostedReport, postedReport } from './report-wire.ts'

/** The entry of a node's worker. One worker runs one node, once. */
let host: NodeHost | null = null
let port: MessagePort | null = null
/** What the page asked before the node had its disk. */
const early: PageMessage[] = []

addEventListener('message', ({ data }: MessageEvent<Boot>) => {
  const { port: pagePort } = data
  port = pagePort
  pagePort.onmessage = ({ data: message }: MessageEvent<PageMessage>) => {
    if (host === null) early.push(message)
    else host.take(message)
  }
  bootNode(data, (report) => pagePort.postMessage(postedReport(report)))
    .then(takeOver)
    .catch(stop)
})

// Nothing goes on after a bug: the node ends, as if killed, and the page says why.
addEventListener('error', (event) => stop(event.error))
addEventListener('unhandledrejection', (event) => stop(event.reason))

function takeOver(booted: NodeHost): void {
  host = booted
  for (const message of early.splice(0)) booted.take(message)
}

function stop(thrown: unknown): void {
  const end: End = { kind: 'stopped', error: errorOf(thrown) }
  if (host !== null) host.loop.end(end)
  else port?.postMessage({ end } satisfies PostedReport)
}
