import { describe, expect, it } from 'vitest'
import { commitId, nodeName, readViewId } from '../aerodb/ids.ts'
import type { Role } from '../aerodb/observation.ts'
import {
  availabilityOfBootstrap,
  availabilityOfCancel,
  availabilityOfConfigure,
  availabilityOfCrashPoint,
  availabilityOfDamage,
  availabilityOfDisarm,
  availabilityOfHeal,
  availabilityOfKill,
  availabilityOfPartition,
  availabilityOfRead,
  availabilityOfRecordDamage,
  availabilityOfRelease,
  availabilityOfRestart,
  availabilityOfResume,
  availabilityOfWrite,
} from './availability.ts'
import { exampleLink, exampleNode, examplePosition, examplePrimary, exampleView } from './example-view.ts'

const inRole = (name: string, role: Role) => exampleNode(name, { position: examplePosition({ role }) })
const dead = exampleNode('n2', { life: 'dead' })
const starting = exampleNode('n2', { life: 'starting', position: null })

describe('a node', () => {
  it('can be killed while it runs, and restarted, damaged and configured while it is dead', () => {
    for (const running of [exampleNode('n2'), starting]) {
      expect(availabilityOfKill(running)).toBeNull()
      for (const availability of [availabilityOfRestart, availabilityOfDamage, availabilityOfConfigure])
        expect(availability(running)?.reason).toContain('n2')
    }
    expect(availabilityOfKill(dead)?.reason).toContain('dead')
    for (const availability of [availabilityOfRestart, availabilityOfDamage, availabilityOfConfigure])
      expect(availability(dead)).toBeNull()
  })

  it('names the rule where it can’t (CLUSTER-3, CLUSTER-4)', () => {
    expect(availabilityOfKill(dead)?.rule).toBe('CLUSTER-3')
    expect(availabilityOfKill(dead)?.reason, 'a name is not capitalized').toMatch(/^Node n2 /)
    for (const availability of [availabilityOfRestart, availabilityOfDamage, availabilityOfConfigure])
      expect(availability(starting)?.rule).toBe('CLUSTER-4')
  })

  it('can be armed where it comes by, and disarmed where it was armed (CLUSTER-8, CLUSTER-9)', () => {
    expect(availabilityOfCrashPoint(examplePrimary(), 'afterWalDurable')).toBeNull()
    expect(availabilityOfCrashPoint(exampleNode('n2'), 'afterWalDurable')?.rule).toBe('CLUSTER-8')
    expect(availabilityOfDisarm(exampleNode('n2'))?.rule).toBe('CLUSTER-9')
    expect(availabilityOfDisarm(exampleNode('n2', { armedCrash: 'afterApply' }))).toBeNull()
  })

  it('has no record to damage that it was never seen to hold', () => {
    expect(availabilityOfRecordDamage(dead)).toBeNull()
    expect(availabilityOfRecordDamage({ ...dead, position: null })).not.toBeNull()
  })
})

describe('a write (MODEL-4)', () => {
  it('is for an active Primary alone', () => {
    expect(availabilityOfWrite(examplePrimary())).toBeNull()
    for (const role of ['ReplicaActive', 'ReplicationHalted', 'StartRefused', 'Recovering', 'Uninitialized'] as const)
      expect(availabilityOfWrite(inRole('n1', role))?.rule).toBe('MODEL-4')
    expect(availabilityOfWrite({ ...examplePrimary(), life: 'dead' })).toEqual({
      reason: 'Node n1 is dead: restart it first.',
      rule: 'CLUSTER-3',
    })
  })
})

describe('a read (READ-1 to READ-4)', () => {
  it('is served in the two active roles', () => {
    expect(availabilityOfRead(exampleNode('n2'), { kind: 'newest' })).toBeNull()
    expect(availabilityOfRead(inRole('n2', 'ReplicationHalted'), { kind: 'newest' })?.rule).toBe('READ-1')
    expect(availabilityOfRead(dead, { kind: 'newest' })?.rule).toBe('CLUSTER-3')
  })

  it('is served from the visibility floor up to the applied CommitId', () => {
    const node = exampleNode('n2', { position: examplePosition({ visibilityFloor: commitId(40) }) })
    expect(availabilityOfRead(node, { kind: 'commit', commitId: 40 })).toBeNull()
    expect(availabilityOfRead(node, { kind: 'commit', commitId: 44 })).toBeNull()
    expect(availabilityOfRead(node, { kind: 'commit', commitId: 45 })?.rule).toBe('READ-2')
    expect(availabilityOfRead(node, { kind: 'commit', commitId: 39 })?.rule).toBe('READ-3')
  })

  it('is served through a read view that is open on the node', () => {
    const readViews = [{ id: readViewId('r1'), bound: commitId(41) }]
    const node = exampleNode('n2', { position: examplePosition({ readViews }) })
    expect(availabilityOfRead(node, { kind: 'view', view: 'r1' })).toBeNull()
    expect(availabilityOfRead(node, { kind: 'view', view: 'r2' })?.rule).toBe('READ-4')
  })
})

describe('resume (RECOVERY-10, MODEL-1, MODEL-10, RECOVERY-11)', () => {
  it('is for a halted Replica that reaches its Primary', () => {
    const halted = inRole('n3', 'ReplicationHalted')
    expect(availabilityOfResume(exampleView(), halted)).toBeNull()
    expect(availabilityOfResume(exampleView(), exampleNode('n3'))?.rule).toBe('RECOVERY-10')
    expect(availabilityOfResume(exampleView(), inRole('n1', 'ReplicationHalted'))?.rule).toBe('RECOVERY-10')
    const apart = exampleView({ links: [exampleLink('n3', 'n1', { up: false }), exampleLink('n3', 'n2')] })
    expect(availabilityOfResume(apart, halted)?.rule).toBe('RECOVERY-11')
  })

  it("is not for a Primary's disk that is configured as a Replica's, nor where two Primaries are configured", () => {
    const halted = (diskRole: 'none' | 'primary' | 'replica', historyId: string | null) =>
      exampleNode('n3', { position: examplePosition({ role: 'ReplicationHalted', diskRole, historyId }) })
    expect(availabilityOfResume(exampleView(), halted('primary', 'h1'))?.rule).toBe('MODEL-10')
    expect(availabilityOfResume(exampleView(), halted('replica', 'h1'))).toBeNull()
    expect(availabilityOfResume(exampleView(), halted('none', null))).toBeNull()
    const { configuration, ...others } = halted('replica', 'h1')
    const primaries = ['n1', 'n2'].map(nodeName)
    expect(availabilityOfResume(exampleView(), { ...others, configuration: { ...configuration, primaries } })?.rule).toBe(
      'MODEL-1',
    )
  })
})

describe('bootstrap (RECOVERY-14, RECOVERY-12, RECOVERY-11)', () => {
  it('is for a Replica without open read views that reaches its Primary, whatever its role', () => {
    for (const role of ['ReplicaActive', 'ReplicationHalted', 'StartRefused'] as const)
      expect(availabilityOfBootstrap(exampleView(), inRole('n3', role))).toBeNull()
    expect(availabilityOfBootstrap(exampleView(), examplePrimary())?.rule).toBe('RECOVERY-14')
    const viewing = exampleNode('n2', {
      position: examplePosition({ readViews: [{ id: readViewId('r7'), bound: commitId(40) }] }),
    })
    const blocked = availabilityOfBootstrap(exampleView(), viewing)
    expect(blocked?.rule).toBe('RECOVERY-12')
    expect(blocked?.reason).toContain('r7')
    expect(availabilityOfBootstrap({ links: [] }, exampleNode('n2'))?.rule).toBe('RECOVERY-11')
    expect(availabilityOfBootstrap(exampleView(), dead)?.rule).toBe('CLUSTER-3')
  })

  it('can be cancelled while it waits (CLUSTER-14)', () => {
    expect(availabilityOfCancel(exampleNode('n2'))?.rule).toBe('CLUSTER-14')
    expect(availabilityOfCancel(exampleNode('n2', { operatorWaits: 'bootstrap' }))).toBeNull()
  })
})

describe('a link', () => {
  it('releases frames where some are held', () => {
    expect(availabilityOfRelease(exampleLink('n1', 'n2', { held: 2 }))).toBeNull()
    expect(availabilityOfRelease(exampleLink('n1', 'n2'))).not.toBeNull()
  })

  it('can be cut apart once, and healed where something is to heal', () => {
    const sound = [exampleLink('n1', 'n2'), exampleLink('n2', 'n1')]
    const cut = exampleLink('n1', 'n2', { partitioned: true, up: false })
    const held = exampleLink('n1', 'n2', { condition: { kind: 'hold' } })
    expect(availabilityOfPartition(exampleLink('n1', 'n2'))).toBeNull()
    expect(availabilityOfPartition(cut)).not.toBeNull()
    expect(availabilityOfHeal(sound)).not.toBeNull()
    expect(availabilityOfHeal([cut, exampleLink('n2', 'n1')])).toBeNull()
    expect(availabilityOfHeal([exampleLink('n2', 'n1'), held])).toBeNull()
  })

  it('can be healed once a frame was lost or changed on it, although every frame passes again', () => {
    const hasLost = exampleLink('n1', 'n2', { lost: 1, hurt: true })
    expect(availabilityOfHeal([hasLost, exampleLink('n2', 'n1')])).toBeNull()
  })
})
