import { expect, type Locator, type Page } from '@playwright/test'

/** What a person sees and presses, by the names that assistive technology reads. */
export class Person {
  readonly page: Page

  constructor(page: Page) {
    this.page = page
  }

  get inspector(): Locator {
    return this.page.getByRole('region', { name: 'Inspector' })
  }
  get client(): Locator {
    return this.page.getByRole('region', { name: 'Client', exact: true })
  }
  get palette(): Locator {
    return this.page.getByRole('dialog', { name: 'Commands' })
  }

  get outcomes(): Locator {
    return this.client.getByRole('list', { name: 'Outcomes, newest first' })
  }

  /** The words on the frames that are on their way, or held. */
  get capsules(): Locator {
    return this.page.getByRole('region', { name: 'Cluster' }).locator('svg text')
  }

  /** The card of a node, once it says that the node stands so: `PrimaryActive`, `Dead`, … */
  card(node: string, standing = ''): Locator {
    return this.page.getByRole('article', { name: `${node}, ${standing}` })
  }

  /** The number on a node's card. */
  commitIdOn(node: string): Locator {
    return this.card(node).getByRole('definition').first()
  }

  link(from: string, to: string): Locator {
    return this.page.getByRole('button', { name: `Link ${from} to ${to}` })
  }

  button(name: string): Locator {
    return this.page.getByRole('button', { name, exact: true })
  }

  async select(node: string): Promise<void> {
    await this.button(`Node ${node}`).click()
    await expect(this.inspector.getByRole('heading', { level: 2 })).toContainText(node)
  }

  /** From the palette, by keyboard alone: the first command that has all the words. */
  async command(typed: string): Promise<void> {
    await this.page.keyboard.press('Control+k')
    await expect(this.palette.getByRole('searchbox')).toBeFocused()
    await this.page.keyboard.type(typed)
    await expect(this.palette.getByRole('menuitem').first()).toBeVisible()
    await this.page.keyboard.press('Enter')
    await expect(this.palette).toBeHidden()
  }

  /** From the menu that a direction of a link opens. */
  async chooseOnLink(from: string, to: string, choice: string): Promise<void> {
    await this.link(from, to).click()
    await this.page.getByRole('menuitem', { name: choice }).click()
  }

  /** From the menu behind the dots in a selected node's inspector. */
  async chooseOnNode(node: string, choice: string): Promise<void> {
    await this.inspector.getByRole('button', { name: `More for ${node}` }).click()
    await this.page.getByRole('menuitem', { name: choice }).click()
  }

  async openClientTab(name: 'Write' | 'Read' | 'Read views' | 'Workload'): Promise<void> {
    await this.client.getByRole('tab', { name, exact: true }).click()
  }

  async askNode(node: string): Promise<void> {
    await this.client.getByRole('button', { name: /Node that the client asks/ }).click()
    await this.page.getByRole('option', { name: node }).click()
  }

  async stopWorkload(node: string): Promise<void> {
    await this.openClientTab('Workload')
    await this.button(`Stop the workload on ${node}`).click()
    await expect(this.client.getByText(`No workload runs on ${node}.`)).toBeVisible()
  }

  /** The rule in the inspector's list of reasons. */
  reason(verdict: 'holds' | 'fails', rule: string): Locator {
    return this.inspector
      .getByRole('listitem')
      .filter({ has: this.page.getByRole('img', { name: verdict }) })
      .filter({ hasText: rule })
  }

  /** What a control that can't be used says when it is pressed: by this rule. */
  async pressBlocked(control: Locator, rule: string): Promise<Locator> {
    await expect(control).toHaveAttribute('aria-disabled', 'true')
    // Not disabled for the pointer or the keyboard, so that anyone can ask it why.
    await control.click({ force: true })
    return this.page.getByRole('alertdialog').filter({ hasText: 'Not possible now' }).filter({ hasText: rule })
  }
}
