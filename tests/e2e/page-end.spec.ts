import { expect, test } from '../support/e2e'
import { listeningPorts } from '../support/listening-ports'
import { atEmptyJournal } from './pages/days'
import { tag, tagField } from './pages/details'
import { unlockToJournal } from './pages/gate'
import { body, newEntry, saved, title } from './pages/journal'

test('[L230] a host that is ended loses nothing half typed, no letter on its way and no caret that has just moved', async ({
  launchPartner,
}) => {
  const ana = await atEmptyJournal(launchPartner)
  await newEntry(ana.page)
  await ana.page.keyboard.type('A story with a ending.')
  await title(ana.page).fill('The boat')
  await tagField(ana.page).pressSequentially('sea')
  await ana.end('SIGTERM')
  await ana.start()
  await unlockToJournal(ana.page)
  await expect(tag(ana.page, 'sea')).toBeVisible()

  await body(ana.page).focus()
  await ana.page.keyboard.press('Control+End')
  for (const _ of 'ending.') await ana.page.keyboard.press('ArrowLeft')
  await saved(ana.page)
  // Neither the letter nor the caret's place has been given a frame when the host is told to end.
  await ana.page.keyboard.type('n')
  await ana.end('SIGTERM')
  await ana.start()
  await unlockToJournal(ana.page)
  await body(ana.page).focus()
  await ana.page.keyboard.type('ever-')
  await expect(body(ana.page)).toHaveText('A story with a never-ending.')
})

test('[L231] SIGUSR1 opens no inspector in the host or its vault process, and ends neither', async ({
  launchPartner,
}) => {
  test.skip(process.platform !== 'linux', 'skipped: only Linux tells the ports of a process')
  const ana = await atEmptyJournal(launchPartner)
  await newEntry(ana.page)
  const pids = await Promise.all([ana.pid('host'), ana.pid('vault')])
  const ports = () => Promise.all(pids.map(listeningPorts))
  const before = await ports()
  for (const pid of pids) process.kill(pid, 'SIGUSR1')
  await ana.page.keyboard.type('Nobody else looks in.')
  await saved(ana.page)
  expect(await ports()).toEqual(before)
})
