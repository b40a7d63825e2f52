import { truncate, writeFile } from 'node:fs/promises'
import { gzipSync } from 'node:zlib'
import { type Explorer, expect, put, test } from '../fixture/test.ts'
import { contentOf, Runs } from './runs.ts'

/** What a person does with a run once it has happened: verify it, take it away, bring it back, look into it, and go on otherwise. */

test.use({ trace: 'retain-on-failure' })

/** A cluster at rest, with a kill and a few writes behind it. */
async function lived(explorer: Explorer): Promise<Runs> {
  await explorer.create()
  for (const id of ['a', 'b', 'c']) await explorer.api.write('n1', [put(id)])
  await explorer.api.kill('n2')
  await explorer.api.write('n1', [put('d')])
  await explorer.api.restart('n2')
  await explorer.api.settled()
  return new Runs(explorer)
}

test('verify the run that has just happened, while it goes on', async ({ explorer }) => {
  const runs = new Runs(explorer)
  await explorer.until('the workload runs', ({ ledger }) => ledger.acknowledged > 12, null)
  await runs.person.command('verify this run')
  await expect(runs.verdict).toContainText('Identical')
  await expect(runs.verdict).toContainText('digests compared')
  await expect(runs.verdict).toContainText('invariants hold')
  await expect(runs.row('n1')).toContainText('PrimaryActive')
  const before = await explorer.node('n1')
  await explorer.until(
    'the cluster has gone on',
    ({ nodes }, commit) => (nodes[0]?.appliedCommitId ?? 0) > commit,
    before.appliedCommitId,
  )
  await runs.panel.getByRole('group').filter({ hasText: 'invariants hold' }).first().click()
  const header = (name: string) => runs.panel.getByRole('rowheader', { name }).first()
  await expect(header('no-acknowledged-write-lost')).toBeVisible()
  // What was never put to the test is not said to hold; each says what it is.
  await expect(header('last-copy-kept, not tested yet')).toBeVisible()
  await expect(header('snapshot-isolation')).toBeVisible()
  await header('single-writer, holds').getByText('single-writer').click()
  await expect(header('single-writer').getByText(/Follows from MODEL-/)).toBeVisible()
})

test('with as many runs as are kept, all of the page stays where it is; a run that is closed hands the focus on', async ({
  explorer,
}) => {
  const runs = await lived(explorer)
  await explorer.page.setViewportSize({ width: 1024, height: 768 })
  await runs.open()
  for (let kept = 1; kept <= 3; kept++) {
    await runs.button('Verify this run').click()
    await expect(runs.verdict).toContainText('Identical')
    await runs.button('Branch here').first().click()
    await expect(runs.card.getByRole('radiogroup')).toBeVisible()
    // A branch is cut to choose: that is what it leads to.
    await expect(runs.card.getByRole('group', { name: 'What happens next in Branch 1' })).toBeFocused()
  }
  expect(
    await explorer.page.evaluate(() => [scrollY, document.body.scrollTop, document.body.scrollHeight <= innerHeight]),
  ).toEqual([0, 0, true])
  const headings = runs.panel.getByRole('heading', { level: 3 }).filter({ hasText: ', at ' })
  await runs.panel
    .getByRole('button', { name: /^Close .*, at / })
    .first()
    .press('Enter')
  await expect(headings).toHaveCount(2)
  await expect(headings.first()).toBeFocused()
})

test('export a trace, import it elsewhere, and see the same run', async ({ explorer }) => {
  const runs = await lived(explorer)
  await runs.open()
  const saved = explorer.page.waitForEvent('download')
  await runs.button('Export its trace').click()
  const download = await saved
  expect(download.suggestedFilename()).toMatch(/\.aerodb\.json(\.gz)?$/)
  const trace = await contentOf(download)
  expect(trace).toMatchObject({ format: 'aerodb-trace', version: 2, configuration: { nodes: ['n1', 'n2', 'n3'] } })
  await explorer.api.create({ nodes: ['n1', 'n2'], primary: 'n1' })
  await runs.importFile('saved.aerodb.json.gz', gzipSync(JSON.stringify(trace)))
  await expect(runs.verdict).toContainText('Identical')
  await expect(runs.verdict).toContainText(`${trace.steps.length} steps`)
  await expect(runs.row('n3')).toContainText('ReplicaActive')
})

test('a dropped file is taken as a chosen one is', async ({ explorer }, testInfo) => {
  const runs = await lived(explorer)
  const path = testInfo.outputPath('dropped.json')
  await writeFile(path, JSON.stringify(await explorer.api.trace()))
  await runs.open()
  const box = await runs.panel.getByText('Drop a trace here, or').boundingBox()
  const devtools = await explorer.context.newCDPSession(explorer.page)
  const at = { x: box?.x ?? 0, y: box?.y ?? 0, data: { items: [], files: [path], dragOperationsMask: 1 } }
  for (const type of ['dragEnter', 'dragOver', 'drop'] as const) await devtools.send('Input.dispatchDragEvent', { type, ...at })
  await expect(runs.card.getByRole('heading')).toHaveText('dropped.json')
  await expect(runs.verdict).toContainText('Identical')
})

test('an altered trace is shown to differ, at the step, with both sides', async ({ explorer }) => {
  const runs = await lived(explorer)
  const trace = await explorer.api.trace()
  const step = trace.steps.findLastIndex((each) => Object.hasOwn(each as object, 'at'))
  const altered = { ...(trace.steps[step] as { at: readonly unknown[] }) }
  altered.at = altered.at.with(3, '0'.repeat(32))
  await runs.open()
  await runs.importFile('altered.json', JSON.stringify({ ...trace, steps: trace.steps.with(step, altered) }))
  await expect(runs.verdict).toContainText('Differs')
  await expect(runs.verdict).toContainText(`first difference is at step ${step + 1}`)
  await expect(runs.verdict.getByRole('row', { name: /stateDigest differs/ })).toContainText('00000000…')
  await runs.button(`Show step ${step + 1}`).click()
  await expect(runs.steps).toContainText(String(step + 1))
})

test('what is no trace is refused, with a code and a reason', async ({ explorer }) => {
  const runs = await lived(explorer)
  const trace = await explorer.api.trace()
  const text = JSON.stringify(trace)
  await runs.open()
  await runs.button('Verify this run').click()
  await expect(runs.verdict).toContainText('Identical')
  const last = trace.steps.length - 1
  const hostile: readonly (readonly [string, string | Uint8Array, string])[] = [
    ['photo.json', 'no JSON at all', 'AERO_TRACE_NOT_JSON'],
    ['empty.json', '', 'AERO_TRACE_NOT_JSON'],
    ['half.json', text.slice(0, text.length / 2), 'AERO_TRACE_NOT_JSON'],
    ['bytes.json', new Uint8Array([0xff, 0xfe, 0xfd]), 'AERO_TRACE_FILE_UNREADABLE'],
    ['step.json', JSON.stringify({ ...trace, steps: trace.steps.with(last, { node: 'n1' }) }), 'AERO_TRACE_MALFORMED'],
    [
      'never.json',
      JSON.stringify({ ...trace, steps: trace.steps.with(last, { node: 'n1', up: ['n1', 9] }) }),
      'AERO_TRACE_STEP_IMPOSSIBLE',
    ],
    ['rule.json', JSON.stringify({ ...trace, without: { rule: 'LOG-99', guard: null } }), 'AERO_TRACE_RULE_UNKNOWN'],
    ['other.json', '{"format":"something"}', 'AERO_TRACE_FORMAT_UNKNOWN'],
    ['future.json', JSON.stringify({ ...trace, version: 99 }), 'AERO_TRACE_VERSION_UNKNOWN'],
    ['cut.json.gz', gzipSync(JSON.stringify(trace)).subarray(0, 200), 'AERO_TRACE_FILE_UNREADABLE'],
    ['bomb.json.gz', gzipSync(Buffer.alloc(400 * 1024 * 1024, 48)), 'AERO_TRACE_TOO_LARGE'],
  ]
  for (const [name, content, code] of hostile) {
    await runs.importFile(name, content)
    await expect(runs.card.getByRole('heading')).toHaveText(name)
    await expect(runs.verdict).toContainText('Refused')
    await expect(runs.verdict).toContainText(code)
    await runs.button(`Close ${name}`).click()
  }
  // Nothing was lost of the run that is kept, of the one that is recorded, or of the cluster.
  await expect(runs.verdict).toContainText('Identical')
  await runs.button('Step back').click()
  await expect(runs.card).toContainText(`${last} of ${last + 1}`)
  expect((await explorer.api.trace()).steps).toEqual(trace.steps)
  expect(await explorer.api.write('n1', [put('after')])).toMatchObject({ outcome: 'acknowledged' })
})

test('a file that is too large is refused before all of it is read', async ({ explorer }, testInfo) => {
  const runs = new Runs(explorer)
  const path = testInfo.outputPath('huge.json')
  await writeFile(path, '{')
  await truncate(path, 390 * 1024 * 1024)
  await runs.open()
  await runs.importPath(path)
  await expect(runs.card.getByRole('heading')).toHaveText('huge.json')
  await expect(runs.verdict).toContainText('AERO_TRACE_TOO_LARGE')
})

test('go back, branch and go on by keyboard alone; both futures are kept', async ({ explorer }) => {
  const runs = await lived(explorer)
  const { keyboard } = explorer.page
  await keyboard.press('Alt+R')
  await runs.tabTo(runs.button('Verify this run'))
  await keyboard.press('Enter')
  await expect(runs.verdict).toContainText('Identical')
  const slider = runs.card.getByRole('slider')
  await runs.tabTo(slider)
  await keyboard.press('ArrowLeft')
  await keyboard.press('ArrowLeft')
  const { length: steps } = (await explorer.api.trace()).steps
  await expect(runs.card).toContainText(`${steps - 2} of ${steps}`)
  await runs.tabTo(runs.button('Branch here'))
  await keyboard.press('Enter')
  await runs.tabTo(runs.button('n1 is killed'))
  await keyboard.press('Enter')
  await expect(runs.row('n1')).toContainText('Dead')
  // What was chosen is gone from the choices: the focus stays among them.
  await expect(runs.card.getByRole('group', { name: 'What happens next in Branch 1' })).toBeFocused()
  await runs.tabTo(runs.button('n1 starts'))
  await keyboard.press('Enter')
  await expect(runs.row('n1')).not.toContainText('Dead')
  await runs.tabTo(runs.button('Verify Branch 1'))
  await keyboard.press('Enter')
  await expect(runs.verdict).toContainText('Identical')
  await keyboard.press('Shift+Tab')
  await runs.tabTo(runs.card.getByRole('radio', { name: /Branch 1/ }), 'Shift+Tab')
  await keyboard.press('ArrowUp')
  await expect(runs.card.getByRole('radio', { name: /As recorded/ })).toBeChecked()
  await expect(runs.card).toContainText(`${steps} of ${steps}`)
  await keyboard.press('ArrowDown')
  await expect(runs.card.getByRole('radio', { name: /Branch 1/ })).toBeChecked()
  await expect(explorer.node('n1')).resolves.toMatchObject({ alive: true })
})

test('go back to a step, go on otherwise, and keep both futures', async ({ explorer }) => {
  const runs = await lived(explorer)
  await runs.open()
  await runs.button('Verify this run').click()
  await expect(runs.verdict).toContainText('Identical')
  const { steps } = await explorer.run(async () => window.aerodb.replay(await window.aerodb.trace()), undefined)

  const slider = runs.card.getByRole('slider')
  await slider.focus()
  await explorer.page.keyboard.press('Home')
  await expect(runs.row('n1')).toContainText('Dead')
  await explorer.page.keyboard.press('End')
  await expect(runs.row('n1')).toContainText('PrimaryActive')
  await runs.button('Step back').click()
  await expect(runs.card).toContainText(`${steps - 1} of ${steps}`)
  await runs.button('Step on').click()

  await runs.button('Branch here').click()
  await expect(runs.card.getByRole('group', { name: 'What happens next in Branch 1' })).toBeVisible()
  await runs.button('A client writes a note on n1').click()
  await runs.button('Everything arrives and lands').click()
  const commit = (await explorer.node('n1')).appliedCommitId
  for (const node of ['n1', 'n2', 'n3']) await expect(runs.row(node)).toContainText(String(commit + 1))
  await runs.button('n1 is killed').click()
  await expect(runs.row('n1')).toContainText('Dead')
  await runs.button('Verify Branch 1').click()
  await expect(runs.verdict).toContainText('Identical')

  const futures = runs.card.getByRole('radiogroup')
  await expect(futures.getByRole('radio', { name: /Branch 1/ })).toBeChecked()
  await expect(futures).toContainText('differs')
  await futures.getByText('As recorded').click()
  await expect(runs.row('n1')).toContainText('PrimaryActive')
  await futures.getByText('Branch 1').click()

  const saved = explorer.page.waitForEvent('download')
  await runs.button('Export Branch 1').click()
  const branch = await contentOf(await saved)
  const recorded = await explorer.api.trace()
  expect(branch.steps.slice(0, steps)).toEqual(recorded.steps.slice(0, steps))
  expect(branch.steps.length).toBeGreaterThan(steps)
  expect(await explorer.api.replay(branch)).toMatchObject({ identical: true, steps: branch.steps.length })
  await expect(explorer.node('n1')).resolves.toMatchObject({ alive: true, appliedCommitId: commit })
})

test('a replay that takes long shows how far it is, and can be stopped', async ({ explorer }) => {
  const runs = await lived(explorer)
  const { engine } = await explorer.api.trace()
  // Nothing but a disk that is made anew, again and again.
  const steps = Array.from({ length: 1_000_000 }, () => ({ node: 'n1', disk: { created: 'c' } }))
  const trace = { format: 'aerodb-trace', version: 2, engine, configuration: { nodes: ['n1'], primary: 'n1' }, steps }
  await runs.open()
  await runs.importFile('long.json.gz', gzipSync(JSON.stringify(trace)))
  await expect(runs.card.getByRole('progressbar')).toBeVisible()
  await runs.button('Stop').press('Enter')
  await expect(runs.verdict).toContainText('Stopped')
  // The button went with what it stopped.
  await expect(runs.verdict).toBeFocused()
  await runs.button('Close long.json.gz').click()
  await expect(runs.panel).toContainText('No run has been verified or imported yet')
})
