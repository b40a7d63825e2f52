import type { WorkloadReport } from './strike-workload.ts'

/**
 * How many disk operations and runs there are for each small workload. They change with a workload, and with what the engine writes; where one shrinks for
 * no such reason, something is no longer struck.
 */
export const STRUCK_COUNTS: { readonly [workload: string]: Omit<WorkloadReport, 'failures'> } = {
  'ordinary-each': {
    operations: 20,
    recoveries: {
      'crash-lands': 57,
      'crash-lost': 59,
      'aborted-once': 32,
      'aborted-from-here-on': 44,
      'landed-once': 57,
      'landed-from-here-on': 133,
      'lost-once': 59,
      'lost-from-here-on': 135,
    },
    runs: 4936,
  },
  'ordinary-group': {
    operations: 20,
    recoveries: {
      'crash-lands': 53,
      'crash-lost': 55,
      'aborted-once': 32,
      'aborted-from-here-on': 34,
      'landed-once': 53,
      'landed-from-here-on': 99,
      'lost-once': 55,
      'lost-from-here-on': 95,
    },
    runs: 4136,
  },
  'gap-each': {
    operations: 20,
    recoveries: {
      'crash-lands': 44,
      'crash-lost': 47,
      'aborted-once': 20,
      'aborted-from-here-on': 50,
      'landed-once': 44,
      'landed-from-here-on': 113,
      'lost-once': 47,
      'lost-from-here-on': 115,
    },
    runs: 4168,
  },
  'gap-group': {
    operations: 19,
    recoveries: {
      'crash-lands': 40,
      'crash-lost': 43,
      'aborted-once': 19,
      'aborted-from-here-on': 33,
      'landed-once': 40,
      'landed-from-here-on': 86,
      'lost-once': 43,
      'lost-from-here-on': 81,
    },
    runs: 3392,
  },
  'bootstraps-each': {
    operations: 26,
    recoveries: {
      'crash-lands': 70,
      'crash-lost': 71,
      'aborted-once': 24,
      'aborted-from-here-on': 30,
      'landed-once': 70,
      'landed-from-here-on': 169,
      'lost-once': 71,
      'lost-from-here-on': 139,
    },
    runs: 5576,
  },
  'bootstraps-group': {
    operations: 21,
    recoveries: {
      'crash-lands': 49,
      'crash-lost': 50,
      'aborted-once': 24,
      'aborted-from-here-on': 26,
      'landed-once': 49,
      'landed-from-here-on': 99,
      'lost-once': 50,
      'lost-from-here-on': 84,
    },
    runs: 3792,
  },
  'divergence-each': {
    operations: 15,
    recoveries: {
      'crash-lands': 39,
      'crash-lost': 43,
      'aborted-once': 30,
      'aborted-from-here-on': 46,
      'landed-once': 39,
      'landed-from-here-on': 58,
      'lost-once': 43,
      'lost-from-here-on': 60,
    },
    runs: 3112,
  },
  'divergence-group': {
    operations: 15,
    recoveries: {
      'crash-lands': 37,
      'crash-lost': 41,
      'aborted-once': 30,
      'aborted-from-here-on': 46,
      'landed-once': 37,
      'landed-from-here-on': 58,
      'lost-once': 41,
      'lost-from-here-on': 60,
    },
    runs: 3048,
  },
  'authority-each': {
    operations: 18,
    recoveries: {
      'crash-lands': 36,
      'crash-lost': 39,
      'aborted-once': 20,
      'aborted-from-here-on': 54,
      'landed-once': 36,
      'landed-from-here-on': 94,
      'lost-once': 39,
      'lost-from-here-on': 96,
    },
    runs: 3608,
  },
  'authority-group': {
    operations: 18,
    recoveries: {
      'crash-lands': 36,
      'crash-lost': 39,
      'aborted-once': 20,
      'aborted-from-here-on': 41,
      'landed-once': 36,
      'landed-from-here-on': 80,
      'lost-once': 39,
      'lost-from-here-on': 76,
    },
    runs: 3232,
  },
}

/** The disk operations of each large one. */
export const LARGE_OPERATIONS: { readonly [workload: string]: number } = {
  'bulk-each': 51,
  'lives-each': 144,
  'bulk-group': 29,
  'lives-group': 132,
}
