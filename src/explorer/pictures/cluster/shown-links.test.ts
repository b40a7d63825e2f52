import { describe, expect, it } from 'vitest'
import { exampleLink, exampleNode, examplePrimary, exampleView } from '../../../cluster/example-view.ts'
import { shownLinks } from './shown-links.ts'

const names = ['n1', 'n2', 'n3', 'n4']
const links = names.flatMap((from) => names.filter((to) => to !== from).map((to) => exampleLink(from, to)))
const view = exampleView({ nodes: [examplePrimary(), exampleNode('n2'), exampleNode('n3'), exampleNode('n4')], links })
const shown = (selection: Parameters<typeof shownLinks>[1], of = view) =>
  shownLinks(of, selection).map(({ from, to }) => `${from}>${to}`)

describe('shownLinks', () => {
  it('draws every link of three nodes', () => {
    expect(shownLinks(exampleView(), null)).toHaveLength(6)
  })

  it('draws only what carries the log between more nodes', () => {
    expect(shown(null)).toEqual(['n1>n2', 'n1>n3', 'n1>n4', 'n2>n1', 'n3>n1', 'n4>n1'])
  })

  it('draws both directions of a link that is disturbed in one, or selected', () => {
    const cut = links.map((link) =>
      link.from === 'n2' && link.to === 'n3' ? { ...link, condition: { kind: 'cut' } as const } : link,
    )
    expect(shown(null, { ...view, links: cut })).toEqual(expect.arrayContaining(['n2>n3', 'n3>n2']))
    expect(shown({ kind: 'link', from: 'n4', to: 'n3' })).toEqual(expect.arrayContaining(['n4>n3', 'n3>n4']))
    expect(shown({ kind: 'node', node: 'n2' })).toEqual(expect.arrayContaining(['n2>n4', 'n3>n2']))
  })
})
