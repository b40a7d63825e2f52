import { type Scope, scopeOf } from '../scope.ts'

/** A small world in which something is put to the test. */
export interface RuleScope {
  readonly name: string
  readonly scope: Scope
}

const GROUP = { sync: 'group' } as const
/** One Primary and two Replicas. */
const THREE = { nodes: 3 } as const

/** What is searched for every rule that is taken away, smallest first: between them, they hold every kind of trouble. */
export const RULE_SCOPES: readonly RuleScope[] = [
  { name: 'starts', scope: scopeOf({}, { begin: 'created' }) },
  { name: 'clients', scope: scopeOf({ writes: 1, reads: 1, views: 1, oddCommands: 1, crashes: 1 }, { nodes: 1 }) },
  { name: 'operators', scope: scopeOf({ bootstraps: 2 }) },
  { name: 'large writes', scope: scopeOf({ largeWrites: 2 }) },
  { name: 'links', scope: scopeOf({ writes: 2, duplicates: 1, overtakings: 1, drops: 1 }) },
  { name: 'epochs', scope: scopeOf({ writes: 1, cuts: 1, duplicates: 1, overtakings: 1 }) },
  { name: 'replicas', scope: scopeOf({ writes: 2, reads: 1, views: 1 }, { writesTo: 'anyNode' }) },
  { name: 'changed frames', scope: scopeOf({ writes: 1, changes: 1, duplicates: 1, reads: 1 }) },
  { name: 'changed epochs', scope: scopeOf({ writes: 1, changes: 1, cuts: 1 }) },
  { name: 'aborts', scope: scopeOf({ writes: 2, aborts: 1, reads: 1, crashes: 1 }, { nodes: 1 }) },
  { name: 'deletes', scope: scopeOf({ writes: 1, deletes: 1, crashes: 1 }, { nodes: 1 }) },
  { name: 'disks', scope: scopeOf({ writes: 1, crashes: 1, damages: 1, resumes: 1 }) },
  { name: 'lost batches', scope: scopeOf({ writes: 2, crashes: 1, lostBatches: 1 }) },
  { name: 'stale starts', scope: scopeOf({ writes: 2, crashes: 1, staleStarts: 1 }) },
  { name: 'resumes', scope: scopeOf({ writes: 1, changes: 1, resumes: 1, cuts: 1 }) },
  { name: 'halts', scope: scopeOf({ changes: 1, cuts: 1, crashes: 1, reads: 1 }) },
  {
    name: 'authority',
    scope: scopeOf({ writes: 1, crashes: 1, reconfigurations: 1, sharedAuthorities: 1 }, { writesTo: 'anyNode' }),
  },
  {
    name: 'shared authority',
    scope: scopeOf({ writes: 1, reconfigurations: 1, sharedAuthorities: 1 }, { begin: 'created', writesTo: 'anyNode' }),
  },
  { name: 'foreign disks', scope: scopeOf({ writes: 1, crashes: 1, foreignDisks: 1, reconfigurations: 1 }) },
  { name: 'bootstraps', scope: scopeOf({ writes: 1, bootstraps: 1, cuts: 1 }) },
  { name: 'last copies', scope: scopeOf({ writes: 1, crashes: 1, lostBatches: 1, bootstraps: 1 }) },
  { name: 'discarded views', scope: scopeOf({ writes: 1, reads: 1, views: 1, bootstraps: 1 }) },
  { name: 'huge writes', scope: scopeOf({ hugeWrites: 1, crashes: 1 }, { nodes: 1 }) },
  { name: 'first bootstraps', scope: scopeOf({ bootstraps: 1 }, { begin: 'created' }) },
  { name: 'group batches', scope: scopeOf({ writes: 3, reads: 1, views: 1, crashes: 1 }, { ...GROUP, nodes: 1 }) },
  { name: 'links of group batches', scope: scopeOf({ writes: 3, duplicates: 1, overtakings: 1, drops: 1 }, GROUP) },
  { name: 'changed group batches', scope: scopeOf({ writes: 3, changes: 1, duplicates: 1 }, GROUP) },
  { name: 'damaged group batches', scope: scopeOf({ writes: 3, crashes: 1, damages: 1 }, GROUP) },
  { name: 'lost group batches', scope: scopeOf({ writes: 3, crashes: 1, lostBatches: 1 }, GROUP) },
  { name: 'unknown outcomes', scope: scopeOf({ writes: 2, unknowns: 1, reads: 1, views: 1, crashes: 1 }, { nodes: 1 }) },
  {
    name: 'unknown group outcomes',
    scope: scopeOf({ writes: 3, unknowns: 1, aborts: 1, reads: 1, crashes: 1 }, { ...GROUP, nodes: 1 }),
  },
  { name: 'unknown resumes', scope: scopeOf({ writes: 1, changes: 1, unknowns: 1, resumes: 1 }) },
  { name: 'mid-step crashes', scope: scopeOf({ writes: 1, midStepCrashes: 1, crashes: 1 }) },
  { name: 'mid-step damages', scope: scopeOf({ writes: 1, midStepCrashes: 1, damages: 1, reads: 1 }) },
  { name: 'mid-step resumes', scope: scopeOf({ writes: 1, changes: 1, midStepCrashes: 1, resumes: 1 }) },
  { name: 'mid-step bootstraps', scope: scopeOf({ writes: 1, bootstraps: 1, midStepCrashes: 1, unknowns: 1 }) },
  { name: 'bootstraps on damaged disks', scope: scopeOf({ bootstraps: 1, crashes: 2, damages: 1 }) },
  { name: 'bootstraps on stale disks', scope: scopeOf({ bootstraps: 1, crashes: 2, staleStarts: 1 }) },
  { name: 'bootstraps on foreign disks', scope: scopeOf({ bootstraps: 1, crashes: 2, foreignDisks: 1 }) },
  { name: 'links of three', scope: scopeOf({ writes: 1, reads: 1, cuts: 1, drops: 1 }, THREE) },
  { name: 'changed frames of three', scope: scopeOf({ writes: 1, changes: 1, resumes: 1 }, THREE) },
  { name: 'disks of three', scope: scopeOf({ writes: 1, crashes: 1, damages: 1 }, THREE) },
  { name: 'lost batches of three', scope: scopeOf({ writes: 1, crashes: 1, lostBatches: 1 }, THREE) },
  { name: 'stale starts of three', scope: scopeOf({ writes: 1, crashes: 1, staleStarts: 1 }, THREE) },
  { name: 'foreign disks of three', scope: scopeOf({ writes: 1, crashes: 1, foreignDisks: 1 }, THREE) },
  { name: 'configurations of three', scope: scopeOf({ writes: 1, crashes: 1, reconfigurations: 1 }, THREE) },
  { name: 'changed epochs of three', scope: scopeOf({ writes: 1, changes: 1, cuts: 1 }, THREE) },
  { name: 'bootstraps of three', scope: scopeOf({ writes: 1, bootstraps: 1, cuts: 1 }, THREE) },
  { name: 'last copies of three', scope: scopeOf({ crashes: 1, lostBatches: 1, bootstraps: 1 }, THREE) },
  { name: 'two Primaries', scope: scopeOf({ writes: 1, reads: 1 }, { begin: 'claimed', writesTo: 'anyNode' }) },
  { name: 'two Primaries and a Replica', scope: scopeOf({ writes: 1 }, { ...THREE, begin: 'claimed' }) },
]
