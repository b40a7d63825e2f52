import { inFreshProfile, type Serving } from './profile-folder.ts'
import type { Trial } from './trial.ts'

/** Recovery of a node on a copy of the profile in `template`, and beside it the plain reading of what recovery reads. */
export function recoveryTrials(serving: Serving, template: () => Promise<string>): readonly Trial[] {
  return [
    {
      id: 'recovery.full',
      run: async () =>
        inFreshProfile(serving, { name: 'recovery.full', template: await template() }, async ({ page }) => {
          const elapsedMillis = await page.evaluate(() => window.bench.recover())
          return { metrics: { 'recovery.full': elapsedMillis }, description: 'from the start of the worker until PrimaryActive' }
        }),
    },
    {
      id: 'recovery.read',
      run: async () =>
        inFreshProfile(serving, { name: 'recovery.read', template: await template() }, async ({ page }) => {
          const { elapsedMillis, values, bytes } = await page.evaluate(() => window.bench.readBack())
          const description = `from the start of a worker until getAll has given ${values} values, ${bytes} bytes`
          return { metrics: { 'recovery.read': elapsedMillis }, description }
        }),
    },
  ]
}
