import { expect, test } from '@playwright/test'

test('the built page opens, and nothing in it fails or is refused', async ({ page }) => {
  const complaints: string[] = []
  page.on('pageerror', (error) => complaints.push(error.message))
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') complaints.push(message.text())
  })
  page.on('requestfailed', (request) => complaints.push(`request failed: ${request.url()}`))

  await page.goto('./')

  await expect(page).toHaveTitle('AeroDB Explorer')
  await expect(page.getByRole('heading', { level: 1, name: 'AeroDB Explorer' })).toBeVisible()
  expect(complaints).toEqual([])
})
