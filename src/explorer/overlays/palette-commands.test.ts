import { describe, expect, it } from 'vitest'
import { exampleNode, exampleView } from '../../cluster/example-view.ts'
import { paletteCommands } from './palette-commands.ts'

const done: string[] = []
const actions = {
  select: () => done.push('select'),
  show: () => done.push('show'),
  openSide: () => done.push('openSide'),
  openDocument: () => done.push('openDocument'),
  setTheme: () => done.push('setTheme'),
}

describe('paletteCommands', () => {
  it('has every command once, by id and by title', () => {
    const commands = paletteCommands(exampleView(), actions)
    expect(new Set(commands.map(({ id }) => id)).size).toBe(commands.length)
    expect(new Set(commands.map(({ title }) => title)).size).toBe(commands.length)
  })

  it('keeps what is blocked, with its reason and rule', () => {
    const commands = paletteCommands(exampleView(), actions)
    const blockedOf = (id: string) => commands.find((command) => command.id === id)?.blocked
    expect(blockedOf('resume n2')?.rule).toBe('RECOVERY-10')
    expect(blockedOf('note n2')?.rule).toBe('MODEL-4')
    expect(blockedOf('note n1')).toBeNull()
    expect(blockedOf('restart n1')).not.toBeNull()
  })

  it('follows the cluster: a dead node can be restarted and not killed', () => {
    const view = exampleView({ nodes: [exampleNode('n2', { life: 'dead' })], links: [] })
    const commands = paletteCommands(view, actions)
    expect(commands.find(({ id }) => id === 'restart n2')?.blocked).toBeNull()
    expect(commands.find(({ id }) => id === 'kill n2')?.blocked).not.toBeNull()
  })

  it('has the page to offer where there is no cluster', () => {
    expect(paletteCommands(null, actions).map(({ section }) => section)).not.toContain('Links')
    expect(paletteCommands(null, actions).length).toBeGreaterThan(5)
  })
})
