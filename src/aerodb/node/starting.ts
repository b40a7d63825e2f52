import { configurationVersion } from '../configuration.ts'
import { digestHex } from '../digest.ts'
import { incarnation } from '../ids.ts'
import type { Input } from '../input.ts'
import type { DurableHalt, Manifest } from '../recovery/manifest.ts'
import { type Recovery, recover } from '../recovery/recover.ts'
import { durableHalt } from '../replication/halting.ts'
import { firstRefusal } from '../rules/guard.ts'
import { BatchEncoder, type EncodedBatch } from '../wal/batch-encoder.ts'
import { FORMAT_VERSION } from '../wal/limits.ts'
import { CHECKS } from './checks.ts'
import type { Core } from './core.ts'
import { persist } from './persisting.ts'
import { Trail } from './trail.ts'

type StartInput = Extract<Input, { readonly kind: 'start' }>

/**
 * From what is on disk to a role, or to a refusal. The incarnation, what the start decided and a new Primary's genesis record are durable before
 * the role is taken and the first frame leaves. (RECOVERY-1 to RECOVERY-9, MODEL-1, -2, -10)
 */
export function start(core: Core, input: StartInput): void {
  const { configuration, disk, authority, entropy, starts } = input
  core.configuration = configuration
  core.configurationVersion = configurationVersion(core.hash, configuration)
  core.moveRole('STARTED')
  const trail = new Trail()
  const recovery = recover(core.guards, trail.ask, core.hash, configuration, disk)
  if (recovery.kind === 'refused') {
    refuseStart(core, recovery, trail, starts)
    return
  }
  const { manifest, log, versions } = recovery
  core.log = log
  core.versions = versions
  core.manifest = manifest
  core.incarnation = incarnation(Math.max(starts, manifest.incarnation + 1))
  core.observe({
    kind: 'recovered',
    lsn: log.lastLsn,
    commitId: versions.appliedCommitId,
    chainDigest: log.chain,
    stateDigest: versions.digest,
    historyId: manifest.historyId,
  })

  const configuredRole = core.configuredAsPrimary ? 'primary' : 'replica'
  const found = askAuthority(core, trail, manifest, configuredRole, authority)
  const halt = standingHalt(core, manifest) ?? found
  const conclusion = halt === null ? `started as ${configuredRole}` : `${halt.reason}: ${halt.message}`
  core.decision = { subject: 'start', asked: trail.asked, checks: CHECKS.start, conclusion }
  if (halt !== null && halt === manifest.halt) {
    core.decision = { ...core.decision, asked: [{ rule: halt.rule, holds: false, evidence: () => halt.evidence }], checks: [] }
  }
  const genesis = halt === null && configuredRole === 'primary' && manifest.historyId === null ? newHistory(core, entropy) : null
  const started: Manifest = {
    ...manifest,
    role: halt === null ? configuredRole : manifest.role,
    historyId: genesis?.historyId ?? manifest.historyId,
    incarnation: core.incarnation,
    halt,
  }
  const event =
    halt !== null ? 'RECOVERED_HALTED' : configuredRole === 'primary' ? 'RECOVERED_AS_PRIMARY' : 'RECOVERED_AS_REPLICA'
  const append = genesis === null ? null : { segment: genesis.encoded.segment, versions: genesis.encoded.versions }
  const stored = genesis === null ? null : { firstLsn: genesis.encoded.segment.firstLsn, bytes: genesis.encoded.stored }
  persist(core, { purpose: 'start', manifest: started, append, event }, stored)
}

function refuseStart(
  core: Core,
  { error, disk }: Extract<Recovery, { readonly kind: 'refused' }>,
  trail: Trail,
  starts: number,
): void {
  core.incarnation = incarnation(Math.max(starts, (disk.manifest?.incarnation ?? 0) + 1))
  core.refusal = error
  core.refusedDisk = disk
  core.decision = { subject: 'start', asked: trail.asked, checks: CHECKS.start, conclusion: error.message }
  core.moveRole('START_REFUSED')
  core.observe({ kind: 'startRefused', error })
}

/** Whether this disk may hold the role that the configuration gives it. */
function askAuthority(
  core: Core,
  trail: Trail,
  manifest: Manifest,
  configuredRole: 'primary' | 'replica',
  authority: StartInput['authority'],
): DurableHalt | null {
  const { guards, configuration } = core
  const refused = firstRefusal([
    () => trail.ask(guards.onePrimaryConfigured, configuration),
    () => (configuredRole === 'primary' ? trail.ask(guards.authorityHeld, authority, configuration.node) : { verdict: 'holds' }),
    () => trail.ask(guards.roleUnchanged, manifest.role, configuredRole, manifest.historyId),
  ])
  return refused === null ? null : durableHalt(core, refused.halt ?? 'ConfigurationError', refused.error)
}

/** A halt is durable, and a start returns to it, unless the operator has configured the node anew since. (MODEL-8, RECOVERY-8) */
function standingHalt(core: Core, { halt }: Manifest): DurableHalt | null {
  if (halt === null) return null
  const ofConfiguration = halt.reason === 'AuthorityAmbiguity' || halt.reason === 'ConfigurationError'
  return ofConfiguration && halt.configurationRevision !== core.configuration.revision ? null : halt
}

function newHistory(core: Core, entropy: Uint8Array): { readonly historyId: string; readonly encoded: EncodedBatch } {
  const historyId = digestHex(entropy)
  const encoder = new BatchEncoder(core.hash, core.log.end)
  encoder.genesis({
    formatVersion: FORMAT_VERSION,
    clusterId: core.configuration.clusterId,
    historyId,
    parentHistoryId: '',
    forkLsn: 0,
  })
  return { historyId, encoded: encoder.finish() }
}
