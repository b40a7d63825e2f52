import { AeroFailure } from '../../../platform/failure.ts'
import { traceTooLarge } from '../../../platform/trace/malformed.ts'
import { TRACE_LIMITS } from '../../../platform/trace/trace-limits.ts'

const GZIP_MAGIC = [0x1f, 0x8b] as const

/**
 * The text of a trace's file, compressed or not: no more of it than a trace may have, however small the file.
 * @throws AeroFailure AERO_TRACE_FILE_UNREADABLE, AERO_TRACE_TOO_LARGE
 */
export async function textOfFile(file: Blob, bytesMost: number = TRACE_LIMITS.fileBytes): Promise<string> {
  try {
    return await textOf(
      (await isCompressed(file)) ? file.stream().pipeThrough(new DecompressionStream('gzip')) : file.stream(),
      bytesMost,
    )
  } catch (thrown) {
    if (thrown instanceof AeroFailure) throw thrown
    const cause = thrown instanceof Error ? thrown.message : String(thrown)
    throw AeroFailure.refusing('AERO_TRACE_FILE_UNREADABLE', `the file can't be read: ${cause}`, { cause })
  }
}

async function isCompressed(file: Blob): Promise<boolean> {
  const [first, second] = new Uint8Array(await file.slice(0, 2).arrayBuffer())
  return first === GZIP_MAGIC[0] && second === GZIP_MAGIC[1]
}

async function textOf(stream: ReadableStream<Uint8Array>, bytesMost: number): Promise<string> {
  const decoder = new TextDecoder('utf-8', { fatal: true })
  const reader = stream.getReader()
  const parts: string[] = []
  let bytes = 0
  for (let read = await reader.read(); !read.done; read = await reader.read()) {
    bytes += read.value.length
    if (bytes > bytesMost) {
      await reader.cancel()
      throw traceTooLarge('the file, in bytes', bytes, bytesMost)
    }
    parts.push(decoder.decode(read.value, { stream: true }))
  }
  parts.push(decoder.decode())
  return parts.join('')
}
