import { expect, test } from '../fixture/test.ts'
import { Person } from './person.ts'

/** Everything by keyboard. */

test.use({ trace: 'retain-on-failure' })

test('the palette does what is typed: kill, restart, cut, heal, resume', async ({ explorer }) => {
  const person = new Person(explorer.page)
  await person.command('kill n2')
  await expect(person.card('n2', 'Dead')).toBeVisible()
  await person.command('restart n2')
  await expect(person.card('n2', 'ReplicaActive')).toBeVisible()
  await person.command('cut n1 n3 apart')
  await expect(person.link('n1', 'n3')).toContainText('partitioned')
  await person.command('heal n1 n3')
  await expect(person.link('n1', 'n3')).toContainText('up')
  await person.command('n1 → n3 flip a bit')
  await expect(person.card('n3', 'ReplicationHalted')).toBeVisible()
  await person.command('validate resume n3')
  await expect(person.card('n3', 'ReplicaActive')).toBeVisible()
  await person.command('stop workload n1')
  await explorer.api.settled()
  await explorer.expectAllEqual()
})

test('the palette offers what can’t be done now, and says why', async ({ explorer }) => {
  const person = new Person(explorer.page)
  const search = person.palette.getByRole('searchbox')
  await explorer.page.keyboard.press('Control+k')
  await expect(search).toBeFocused()
  await explorer.page.keyboard.type('validate resume n2')
  await expect(person.palette.getByRole('menuitem').first()).toContainText('RECOVERY-10')
  await explorer.page.keyboard.press('Escape')
  await expect(person.palette).toBeHidden()
  await explorer.page.keyboard.press('Control+k')
  await expect(search).toBeFocused()
  await explorer.page.keyboard.type('no such command')
  await expect(person.palette.getByText('No command matches.')).toBeVisible()
})

test('keys select, open and close; focus stays visible and comes back from what was closed', async ({ explorer }) => {
  const person = new Person(explorer.page)
  const { keyboard } = explorer.page
  await keyboard.press('Alt+2')
  await expect(person.inspector.getByRole('heading', { level: 2 })).toContainText('n2')
  await keyboard.press('Alt+e')
  const log = explorer.page.getByRole('listbox', { name: 'Events, newest first' })
  await expect(log.getByRole('option').first()).toBeVisible()
  await keyboard.press('Escape')
  await expect(person.inspector).toContainText('Nothing selected')
  await keyboard.press('Escape')
  await expect(log).toBeHidden()
  await keyboard.press('?')
  await expect(explorer.page.getByRole('dialog')).toContainText('Search or run a command')
  await keyboard.press('Escape')
  await expect(explorer.page.getByRole('dialog')).toBeHidden()

  const opener = person.button('Search or run a command')
  await opener.focus()
  await keyboard.press('Enter')
  await expect(person.palette).toBeVisible()
  await keyboard.press('Escape')
  await expect(opener).toBeFocused()
})

test('Tab reaches every card, link and picture, and what has the focus shows it', async ({ explorer }) => {
  await explorer.api.workload('n1', null)
  const wanted = new Set([
    'Node n1',
    'Kill n1',
    'Node n3',
    'Link n1 to n2',
    'Link n3 to n1',
    'Search or run a command',
    'Put the document on n1',
  ])
  const pictures = new Set<string>()
  const unseen: string[] = []
  for (let stops = 0; stops < 80 && (wanted.size > 0 || pictures.size < 2); stops++) {
    await explorer.page.keyboard.press('Tab')
    const stop = await explorer.page.evaluate(() => {
      const focused = document.activeElement
      if (focused === null || focused === document.body) return null
      const { outlineStyle, outlineWidth, boxShadow } = getComputedStyle(focused)
      const label = focused.getAttribute('aria-label') ?? focused.textContent ?? ''
      const isShown = (outlineStyle !== 'none' && outlineWidth !== '0px') || boxShadow !== 'none'
      return { label, role: focused.getAttribute('role'), isShown: isShown || focused.matches('[data-focus-visible]') }
    })
    if (stop === null) continue
    wanted.delete(stop.label)
    if (stop.role === 'application') pictures.add(stop.label)
    if (!stop.isShown) unseen.push(stop.label)
  }
  expect([...wanted]).toEqual([])
  expect(pictures.size).toBe(2)
  expect(unseen).toEqual([])
})

test('a record and a version can be selected in their pictures by keyboard', async ({ explorer }) => {
  const person = new Person(explorer.page)
  await explorer.api.workload('n1', null)
  await explorer.api.settled()
  await explorer.page.getByRole('application', { name: /^Write-ahead log/ }).focus()
  await explorer.page.keyboard.press('End')
  await explorer.page.keyboard.press('Enter')
  await expect(person.inspector).toContainText(/commit/i)
  await expect(person.inspector).toContainText(String((await explorer.node('n1')).durableLsn))
  await explorer.page.getByRole('application', { name: /^Versions/ }).focus()
  await explorer.page.keyboard.press('ArrowRight')
  await explorer.page.keyboard.press('Enter')
  await expect(person.inspector).toContainText(/version/i)
})
