import { TRACE_FORMAT, TRACE_VERSION, type TraceHeader } from '../../../platform/trace/trace.ts'
import type { TraceFile } from './replay-messages.ts'

/** Text gathered before it is handed on: as many small pieces would cost more than the text. */
const CHUNK_CHARACTERS = 256 * 1024
/** A longer text is compressed. */
const PLAIN_CHARACTERS = 256 * 1024

/**
 * A trace as the content of a file: JSON, a step a line; compressed with gzip where it is large. Never all of it as one text. `tell` hears how
 * many steps were written, now and then.
 */
export async function writeTrace(
  { engine, without, configuration }: TraceHeader,
  steps: Iterable<unknown>,
  tell: (steps: number) => void,
): Promise<TraceFile> {
  const chunks: string[] = []
  let gathered = JSON.stringify({ format: TRACE_FORMAT, version: TRACE_VERSION, engine, without, configuration }).slice(0, -1)
  gathered += ',"steps":['
  let characters = 0
  let count = 0
  for (const step of steps) {
    gathered += `${count === 0 ? '\n' : ',\n'}${JSON.stringify(step)}`
    count++
    if (gathered.length < CHUNK_CHARACTERS) continue
    characters += gathered.length
    chunks.push(gathered)
    gathered = ''
    tell(count)
  }
  chunks.push(`${gathered}\n]}\n`)
  const plain = new Blob(chunks, { type: 'application/json' })
  if (characters < PLAIN_CHARACTERS) return { file: plain, steps: count }
  const compressed = plain.stream().pipeThrough(new CompressionStream('gzip'))
  return { file: await new Response(compressed, { headers: { 'content-type': 'application/gzip' } }).blob(), steps: count }
}
