/** What a trace may hold. Beyond it, a trace is refused rather than tried: whoever hands one over may mean harm, or hand over something else. */
export const TRACE_LIMITS = {
  /** A replay of so many steps takes some minutes. */
  steps: 20_000_000,
  /** Of a file, uncompressed: more is one text too long for a browser to hold beside what comes of it. */
  fileBytes: 384 * 1024 * 1024,
  nodes: 16,
  nameCharacters: 64,
  /** A request's id, a cause, a cluster's id. */
  textCharacters: 1_024,
  /** Of all disk images together, before base64. */
  imageBytes: 256 * 1024 * 1024,
  batchesInImage: 4_000_000,
  /** Deeper values are refused: no document that a node takes comes near. */
  depth: 256,
  generatedDocuments: 100_000,
  /** What one generated write takes in memory. The largest that a node takes, in operations and in bytes, stays below. (DOC-3, DOC-4) */
  generatedBytes: 8 * 1024 * 1024,
  flippedBit: 2 ** 31 - 1,
  /** What all disks, links and generated writes of a replay may take together. */
  replayBytes: 1024 * 1024 * 1024,
} as const
