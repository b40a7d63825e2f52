import { describe, expect, it } from 'vitest'
import { createMachine } from 'xstate'
import { placeRoleGraph, roleGraph } from './role-graph.ts'

const machine = createMachine({
  initial: 'Off',
  states: {
    Off: { on: { PRESS: 'On', BREAK: 'Broken' } },
    On: {
      initial: 'dim',
      on: { PRESS: 'Off', BREAK: 'Broken', RESET: '.dim' },
      states: { dim: { on: { TURN: 'bright' } }, bright: { on: { BURN: '#broken' } } },
    },
    Broken: { id: 'broken', on: { REPAIR: 'On.bright' } },
  },
})

describe('roleGraph', () => {
  it('has the states of the machine, and the states within', () => {
    expect(roleGraph(machine).states).toEqual([
      { name: 'Off', within: [] },
      { name: 'On', within: ['dim', 'bright'] },
      { name: 'Broken', within: [] },
    ])
  })

  it('has every transition between top states once, from within a state too, and none that stays within', () => {
    expect(roleGraph(machine).steps).toEqual([
      { from: 'Off', to: 'On', events: ['PRESS'] },
      { from: 'Off', to: 'Broken', events: ['BREAK'] },
      { from: 'On', to: 'Off', events: ['PRESS'] },
      { from: 'On', to: 'Broken', events: ['BREAK', 'BURN'] },
      { from: 'Broken', to: 'On', events: ['REPAIR'] },
    ])
  })
})

it('places no state over another, and all within the picture', () => {
  const { states, steps, width, height } = placeRoleGraph(roleGraph(machine))
  for (const [index, a] of states.entries()) {
    expect(a.x - a.width / 2).toBeGreaterThanOrEqual(0)
    expect(a.x + a.width / 2).toBeLessThanOrEqual(width)
    expect(a.y + a.height / 2).toBeLessThanOrEqual(height)
    for (const b of states.slice(index + 1)) {
      const apartAcross = Math.abs(a.x - b.x) >= (a.width + b.width) / 2
      const apartDown = Math.abs(a.y - b.y) >= (a.height + b.height) / 2
      expect(apartAcross || apartDown, `${a.name} and ${b.name}`).toBe(true)
    }
  }
  for (const { points } of steps) expect(points.length).toBeGreaterThanOrEqual(2)
})
