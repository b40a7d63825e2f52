import { type Scope, scopeOf } from '../scope.ts'

/** A small world in which something is put to the test. */
export interface RuleScope {
  readonly name: string
  readonly scope: Scope
}

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
]
