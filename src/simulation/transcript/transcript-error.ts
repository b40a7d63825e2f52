/** A transcript that says something it can't mean. */
export class TranscriptError extends Error {}
