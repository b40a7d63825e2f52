import { errorOf } from '../platform/failure.ts'
import { bootNode } from './boot.ts'
import type { NodeHost } from './node-host.ts'
import type { Boot, End, PageMessage, Report } from './protocol.ts'

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
  bootNode(data, (report) => pagePort.postMessage(report))
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
  else port?.postMessage(reportOfEnd(end))
}

function reportOfEnd(end: End): Report {
  return {
    disk: null,
    log: null,
    logged: 0,
    clock: { incarnation: 0, steps: 0, heard: [] },
    observations: [],
    answers: [],
    ownAcknowledged: null,
    replies: [],
    standing: null,
    clients: null,
    frames: [],
    framesUnlisted: 0,
    end,
  }
}
