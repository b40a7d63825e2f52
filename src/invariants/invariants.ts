import { baseUnchanged } from './always/base-unchanged.ts'
import { commandsAnswered } from './always/commands-answered.ts'
import { commitAuthority } from './always/commit-authority.ts'
import { commitOrder } from './always/commit-order.ts'
import { contiguousWal } from './always/contiguous-wal.ts'
import { damageHeeded } from './always/damage-heeded.ts'
import { divergenceHeeded } from './always/divergence-heeded.ts'
import { durableBeforeVisible } from './always/durable-before-visible.ts'
import { equalPrefixEqualDigest } from './always/equal-prefix-equal-digest.ts'
import { framesVerified } from './always/frames-verified.ts'
import { haltSurvivesRestart } from './always/halt-survives-restart.ts'
import { haltedServesNothing } from './always/halted-serves-nothing.ts'
import { historyPrefix } from './always/history-prefix.ts'
import { incarnationsUnique } from './always/incarnations-unique.ts'
import { lastCopyKept } from './always/last-copy-kept.ts'
import { noAcknowledgedWriteLost } from './always/no-acknowledged-write-lost.ts'
import { noSilentDivergence } from './always/no-silent-divergence.ts'
import { readViewsStable } from './always/read-views-stable.ts'
import { readsEqualPrimary } from './always/reads-equal-primary.ts'
import { readsWithinApplied } from './always/reads-within-applied.ts'
import { recordsInSession } from './always/records-in-session.ts'
import { recoveryDeterministic } from './always/recovery-deterministic.ts'
import { sessionsBetweenEquals } from './always/sessions-between-equals.ts'
import { singleWriter } from './always/single-writer.ts'
import { snapshotIsolation } from './always/snapshot-isolation.ts'
import { stalenessAsObserved } from './always/staleness-as-observed.ts'
import { windowBounded } from './always/window-bounded.ts'
import { writeSetsAtomic } from './always/write-sets-atomic.ts'
import type { Invariant } from './invariant.ts'

/** Everything that must hold at every moment of every run. */
export const INVARIANTS: readonly Invariant[] = [
  singleWriter,
  commitAuthority,
  historyPrefix,
  noAcknowledgedWriteLost,
  lastCopyKept,
  commitOrder,
  equalPrefixEqualDigest,
  noSilentDivergence,
  divergenceHeeded,
  damageHeeded,
  sessionsBetweenEquals,
  framesVerified,
  recordsInSession,
  contiguousWal,
  durableBeforeVisible,
  readsWithinApplied,
  readsEqualPrimary,
  readViewsStable,
  writeSetsAtomic,
  haltedServesNothing,
  haltSurvivesRestart,
  incarnationsUnique,
  windowBounded,
  stalenessAsObserved,
  recoveryDeterministic,
  baseUnchanged,
  commandsAnswered,
  snapshotIsolation,
]
