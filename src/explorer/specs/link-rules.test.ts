import { expect, it } from 'vitest'
import { linkRules } from './link-rules.ts'

const isRule = (id: string) => id.startsWith('LOG-')
const text = (value: string) => ({ type: 'text' as const, value })
const element = (tagName: string, ...children: ReturnType<typeof text>[]) => ({ type: 'element' as const, tagName, children })

function linked(...children: (ReturnType<typeof text> | ReturnType<typeof element>)[]) {
  const tree = { type: 'root' as const, children }
  linkRules(isRule)()(tree)
  return tree.children
}

it('makes a link of a rule within a text, and keeps the words around it', () => {
  expect(linked(text('see LOG-5, not UTF-8 nor LOG-'))).toEqual([
    text('see '),
    { type: 'element', tagName: 'a', properties: { href: '#rule=LOG-5' }, children: [text('LOG-5')] },
    text(', not '),
    text('UTF-8'),
    text(' nor LOG-'),
  ])
})

it('looks into elements, and leaves headings, links and code blocks alone', () => {
  const [cell] = linked(element('td', text('LOG-12')))
  expect(cell).toMatchObject({ children: [{ tagName: 'a', properties: { href: '#rule=LOG-12' } }] })
  for (const name of ['h3', 'a', 'pre']) expect(linked(element(name, text('LOG-5')))).toEqual([element(name, text('LOG-5'))])
})
