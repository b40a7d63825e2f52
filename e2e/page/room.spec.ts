import type { Locator } from '@playwright/test'
import { expect, put, test } from '../fixture/test.ts'
import { Person } from './person.ts'

/** What opens leaves in sight what it is about. */

interface Box {
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
}

async function boxOf(locator: Locator): Promise<Box> {
  const box = await locator.boundingBox()
  if (box === null) throw new Error('it is not shown')
  return box
}

const covers = (a: Box, b: Box) =>
  a.x < b.x + b.width - 1 && b.x < a.x + a.width - 1 && a.y < b.y + b.height - 1 && b.y < a.y + a.height - 1

test('at 1024 by 768 an open inspector, and an open event log, cover no node', async ({ explorer }) => {
  const person = new Person(explorer.page)
  await explorer.page.setViewportSize({ width: 1024, height: 768 })
  await person.select('n3')
  const expectInSight = async (opened: Locator) => {
    for (const node of ['n1', 'n2', 'n3']) {
      await expect(person.card(node)).toBeInViewport({ ratio: 0.99 })
      expect(covers(await boxOf(opened), await boxOf(person.card(node))), node).toBe(false)
    }
  }
  await expectInSight(person.inspector)
  await explorer.page.keyboard.press('Alt+E')
  const log = explorer.page.getByRole('listbox', { name: 'Events, newest first' })
  await expect(log).toBeVisible()
  await expectInSight(log)
})

test('an event is shown whole, in as many lines as it needs, and none lies over another', async ({ explorer }) => {
  const { api, page } = explorer
  await explorer.create()
  await api.write('n1', [put('a')])
  await api.settled()
  await api.kill('n2')
  await api.damage('n2', { kind: 'flipBit', lsn: 3 })
  await api.restart('n2')
  await page.keyboard.press('Alt+E')
  const refused = page.getByRole('option', { name: /start refused/ })
  await expect(refused).toContainText(/the record at offset \d+ has CRC \w+ and says \w+/)
  const rows = page.getByRole('listbox', { name: 'Events, newest first' }).getByRole('option')
  const cut = await rows.evaluateAll((options) =>
    [...options]
      .filter((option) =>
        [option, ...option.querySelectorAll('*')].some((part) => part.scrollWidth > part.clientWidth + 1 && part.clientWidth > 0),
      )
      .map(({ textContent }) => textContent),
  )
  expect(cut).toEqual([])
  const boxes = await Promise.all((await rows.all()).slice(0, 10).map(boxOf))
  expect(Math.max(...boxes.map(({ height }) => height))).toBeGreaterThan(40)
  boxes.forEach((box, index) => {
    for (const other of boxes.slice(index + 1)) expect(covers(box, other)).toBe(false)
  })
})

test('on a phone the node that was selected stays in sight above the inspector', async ({ explorer }) => {
  const person = new Person(explorer.page)
  await explorer.page.setViewportSize({ width: 390, height: 844 })
  await explorer.page.keyboard.press('Alt+3')
  await expect(person.inspector).toBeVisible()
  await expect(person.card('n3')).toBeInViewport({ ratio: 0.9 })
  expect(covers(await boxOf(person.inspector), await boxOf(person.card('n3')))).toBe(false)
})

test('the menu of a link covers neither of its directions', async ({ explorer }) => {
  const person = new Person(explorer.page)
  for (const [from, to, back] of [
    ['n1', 'n2', 'n2'],
    ['n1', 'n3', 'n3'],
  ] as const) {
    await person.link(from, to).click()
    const menu = explorer.page.getByRole('menu', { name: `Link ${from} to ${to}` })
    await expect(menu).toBeVisible()
    const handles = explorer.page.locator(`[aria-label="Link ${from} to ${to}"], [aria-label="Link ${back} to ${from}"]`)
    for (const handle of await handles.and(explorer.page.locator('button')).all())
      expect(covers(await boxOf(menu), await boxOf(handle))).toBe(false)
    await explorer.page.keyboard.press('Escape')
    await expect(menu).toBeHidden()
  }
})

test('names of 32 letters keep to their room', async ({ explorer }) => {
  const person = new Person(explorer.page)
  const [primary, replica] = ['a'.repeat(31), 'b'.repeat(31)].map((name, index) => `${name}${index}`)
  if (primary === undefined || replica === undefined) throw new Error('two names')
  await explorer.api.create({ nodes: [primary, replica], primary })
  await expect(person.card(replica, 'ReplicaActive')).toBeVisible()
  const labels = explorer.page.getByRole('list', { name: 'Nodes of the write-ahead log' }).getByRole('button')
  const [first, second] = await Promise.all([boxOf(labels.nth(0)), boxOf(labels.nth(1))])
  expect(covers(first, second)).toBe(false)
  for (const name of [primary, replica]) {
    const card = person.card(name)
    expect(await card.evaluate((element) => element.scrollWidth - element.clientWidth)).toBeLessThanOrEqual(1)
  }
  const overhang = await explorer.page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)
  expect(overhang).toBe(0)
})

test('READ-6: behind a silent cut the card says how many commits and records the Replica lacks', async ({ explorer }) => {
  const person = new Person(explorer.page)
  await explorer.api.condition('n1', 'n2', { kind: 'cut' })
  await expect(person.card('n2')).toContainText('commits behind')
  await expect(person.card('n2').getByTitle(/^\d+ records behind n1$/)).toBeVisible()
  await explorer.api.partition('n1', 'n3')
  await expect(person.card('n3')).toContainText('commits behind')
  await explorer.api.heal('n1', 'n2')
  await expect(person.card('n2')).not.toContainText('behind')
})

test('LOG-1: a halt names the frame that it was about', async ({ explorer }) => {
  const person = new Person(explorer.page)
  await explorer.api.condition('n1', 'n3', { kind: 'flipBit' })
  await expect(person.card('n3', 'ReplicationHalted')).toBeVisible()
  await person.select('n3')
  await expect(person.inspector).toContainText(
    /About frame \d+ of n1, incarnation 1, with LSN \d+ to \d+; the link flipped one bit/,
  )
  await expect(person.inspector.getByText(/^\d+ rules not reached$/)).toBeVisible()
})
