import type { Bounded } from './scope.ts'

/** One thing that may happen, and several, as a sentence has them; and what it is. */
export interface BoundWords {
  readonly one: string
  readonly many: string
  readonly says: string
}

export const BOUND_WORDS: Readonly<Record<Bounded, BoundWords>> = {
  writes: { one: 'write', many: 'writes', says: 'a client puts two documents in one write set' },
  largeWrites: { one: 'large write', many: 'large writes', says: 'a client puts 700 documents in one write set' },
  hugeWrites: { one: 'huge write', many: 'huge writes', says: 'a client puts a document of 8 MiB: no record is so large' },
  deletes: { one: 'delete', many: 'deletes', says: 'a client deletes one of the documents that writes put' },
  reads: {
    one: 'read',
    many: 'reads',
    says: 'of a document, at the newest commit, at one that is not there yet, or through a view',
  },
  views: { one: 'read view', many: 'read views', says: 'a client opens one at the newest commit' },
  oddCommands: {
    one: 'odd command',
    many: 'odd commands',
    says: 'what no honest client asks: each is refused by a rule of its own',
  },
  crashes: { one: 'crash', many: 'crashes', says: 'a node dies between two steps; the batch in flight lands, or does not' },
  midStepCrashes: { one: 'mid-step crash', many: 'mid-step crashes', says: 'a node dies between two effects of one step' },
  cuts: { one: 'cut', many: 'cuts', says: 'a link goes down, and what is under way on it is lost' },
  drops: { one: 'lost frame', many: 'lost frames', says: 'a frame is lost while its link stays up' },
  duplicates: { one: 'doubled frame', many: 'doubled frames', says: 'a frame arrives, and a copy of it stays on its way' },
  overtakings: { one: 'overtaking', many: 'overtakings', says: 'a frame arrives before one that was sent earlier' },
  changes: { one: 'changed frame', many: 'changed frames', says: 'a frame arrives damaged, forged or in another protocol' },
  aborts: { one: 'aborted batch', many: 'aborted batches', says: 'the disk refuses a batch, and nothing of it is there' },
  unknowns: { one: 'unknown outcome', many: 'unknown outcomes', says: 'the disk does not say what became of a batch' },
  lostBatches: { one: 'lost batch', many: 'lost batches', says: 'the disk reports a batch durable, and it is not there' },
  damages: {
    one: 'disk damage',
    many: 'disk damages',
    says: "a dead node's disk loses batches or all, a bit of it flips, or another build wrote it",
  },
  staleStarts: { one: 'stale start', many: 'stale starts', says: 'a start is shown its disk as it was one or two batches ago' },
  resumes: { one: 'resume', many: 'resumes', says: "an operator's command" },
  bootstraps: { one: 'bootstrap', many: 'bootstraps', says: "an operator's command; no loss is accepted" },
  reconfigurations: {
    one: 'reconfiguration',
    many: 'reconfigurations',
    says: 'a dead node is configured with other Primaries, members or cluster',
  },
  sharedAuthorities: {
    one: 'shared authority',
    many: 'shared authorities',
    says: 'a node is granted the authority though another holds it',
  },
  foreignDisks: {
    one: 'foreign disk',
    many: 'foreign disks',
    says: "a dead node's disk is made anew, for this cluster or another",
  },
}
