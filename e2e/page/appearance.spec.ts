import { expect, test } from '../fixture/test.ts'
import { Person } from './person.ts'

/** Theme, motion and shape of the window. */

test.use({ trace: 'retain-on-failure' })

test('the theme follows the system until one is chosen, and the choice outlives a reload', async ({ explorer }) => {
  const person = new Person(explorer.page)
  const root = explorer.page.locator('html')
  await explorer.page.emulateMedia({ colorScheme: 'dark' })
  await expect(root).toHaveAttribute('data-theme', 'dark')
  const ink = () => explorer.page.evaluate(() => getComputedStyle(document.body).color)
  const dark = await ink()
  await explorer.page.emulateMedia({ colorScheme: 'light' })
  await expect(root).toHaveAttribute('data-theme', 'light')
  expect(await ink()).not.toBe(dark)

  await person.page.getByRole('button', { name: /^Theme/ }).click()
  await person.page.getByRole('menuitem', { name: 'Dark' }).click()
  await expect(root).toHaveAttribute('data-theme', 'dark')
  await explorer.reload()
  await expect(root).toHaveAttribute('data-theme', 'dark')
})

test('with reduced motion nothing moves by animation, and frames are still shown', async ({ explorer }) => {
  const person = new Person(explorer.page)
  await explorer.page.emulateMedia({ reducedMotion: 'reduce' })
  const moving = await explorer.page.evaluateHandle(() => {
    const names = new Set<string>()
    const look = () => {
      for (const animation of document.getAnimations()) {
        const effect = animation.effect
        const duration = effect?.getComputedTiming().duration
        if (animation.playState !== 'running' || typeof duration !== 'number' || duration <= 50) continue
        names.add(effect instanceof KeyframeEffect ? (effect.target?.outerHTML.slice(0, 200) ?? 'nothing') : 'unknown')
      }
      requestAnimationFrame(look)
    }
    look()
    return names
  })
  await person.button('Kill n2').click()
  await expect(person.card('n2', 'Dead')).toBeVisible()
  await person.card('n2').getByRole('button', { name: 'Restart n2' }).click()
  await expect(person.card('n2', 'ReplicaActive')).toBeVisible()
  await explorer.page.keyboard.press('Control+k')
  await expect(person.palette).toBeVisible()
  await explorer.page.keyboard.press('Escape')
  await expect(person.palette).toBeHidden()

  await explorer.api.condition('n1', 'n3', { kind: 'hold' })
  await expect(person.capsules.first()).toBeVisible()
  expect(await moving.evaluate((names) => [...names])).toEqual([])
})

for (const { width, height } of [
  { width: 1440, height: 900 },
  { width: 1024, height: 768 },
  { width: 390, height: 844 },
]) {
  test(`at ${width} by ${height} nothing is cut off at the side, and everything can be reached`, async ({ explorer }) => {
    const person = new Person(explorer.page)
    await explorer.page.setViewportSize({ width, height })
    const expectNoSidewaysScroll = async (what: string) => {
      const overhang = await explorer.page.evaluate(
        () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
      )
      expect(overhang, what).toBe(0)
    }
    for (const node of ['n1', 'n2', 'n3']) {
      const card = person.card(node)
      await card.scrollIntoViewIfNeeded()
      await expect(card).toBeInViewport({ ratio: 0.99 })
    }
    await expectNoSidewaysScroll('with nothing selected')
    await person.select('n2')
    await expect(person.inspector.getByRole('button', { name: 'Kill n2' })).toBeInViewport()
    await expectNoSidewaysScroll('with a node selected')
    await person.inspector.getByRole('button', { name: 'Clear the selection' }).click()
    for (const side of ['Alt+E', 'Alt+S']) {
      await explorer.page.keyboard.press(side)
      await expectNoSidewaysScroll(`after ${side}`)
      await explorer.page.keyboard.press(side)
    }
    await explorer.page.keyboard.press('Control+k')
    await expect(person.palette).toBeInViewport({ ratio: 0.99 })
    await expectNoSidewaysScroll('with the palette open')
  })
}
