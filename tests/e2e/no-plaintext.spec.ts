import { randomBytes } from 'node:crypto'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type Encoding, encodings, pieceSize, searchMarkers } from '../support/marker-search'
import { expect, test } from '../support/e2e'
import type { Partner } from '../support/partner'
import { lock, passphrase, setUp, unlockToJournal } from './pages/gate'
import { body, newEntry, saved, title, write } from './pages/journal'

/** Words that stand nowhere by chance: letters and digits alone, so that no program cuts or escapes them. */
const marker = (what: string) => `${what}${randomBytes(8).toString('hex')}`

const places = ['vault', 'data', 'profile', 'temporary']

test('[M1] no word, name, date or key of Ana lies readable on the disk: unlocked, locked, or after kill -9', async ({
  launchPartner,
}) => {
  const ana = await launchPartner('Ana')
  const words = { name: marker('Ana'), title: marker('title'), body: marker('body'), tag: marker('tag') }
  const { recoveryKey } = await setUp(ana.page, words.name)
  await writeMarked(ana, words)
  const secrets = [passphrase, recoveryKey, recoveryKey.replaceAll('-', ''), recoveryKey.replaceAll('-', ' ')]
  const markers = [...Object.values(words), ...secrets, '1987-03-05', 'March 5, 1987', '5 March 1987']
  const search = () => searchMarkers(ana.folder, markers)

  expect(await search(), 'while unlocked').toEqual([])
  await lock(ana.page)
  expect(await search(), 'after lock').toEqual([])
  await unlockToJournal(ana.page)
  await expect(title(ana.page)).toHaveValue(words.title)
  await body(ana.page).focus()
  await ana.page.keyboard.type(`More of ${words.body} and then the light goes out`)
  await ana.kill('host', 'vault', 'browser')
  expect(await search(), 'after kill -9').toEqual([])
})

test('[M2] the search for markers finds them in every encoding, place, size and across its own borders', async ({
  launchPartner,
}) => {
  const ana = await launchPartner('Ana')
  await setUp(ana.page, 'Ana')
  const planted = marker('planted')
  const expected: string[] = []
  for (const encoding of Object.keys(encodings) as Encoding[]) {
    for (const [alignment, form] of written(planted, encoding).entries()) {
      const plant = async (place: string, size: string, bytes: Buffer) => {
        const file = join(ana.folder, place, `${encoding}-${alignment}-${size}`)
        await writeFile(file, bytes)
        expected.push(`${file} ${encoding}`)
      }
      for (const place of places) await plant(place, 'alone', form)
      await plant('temporary', 'within', Buffer.concat([randomBytes(pieceSize + 77), form, randomBytes(pieceSize)]))
      await plant('temporary', 'border', Buffer.concat([randomBytes(pieceSize - 9), form, randomBytes(99)]))
    }
  }
  const named = join(ana.folder, 'temporary', `${planted}.txt`)
  await writeFile(named, '')
  expected.push(`${named} UTF-8`)
  const found = await searchMarkers(ana.folder, [planted])
  expect(found.map(({ file, encoding }) => `${file} ${encoding}`).toSorted()).toEqual(expected.toSorted())
})

async function writeMarked({ page }: Partner, words: { title: string; body: string; tag: string }): Promise<void> {
  await newEntry(page)
  await write(page, `# ${words.body}`)
  await title(page).fill(words.title)
  const tag = page.getByRole('combobox', { name: 'Add a tag' })
  await tag.fill(words.tag)
  await tag.press('Enter')
  const date = page.getByRole('group', { name: 'Date' })
  await date.getByRole('spinbutton', { name: 'year' }).click()
  await page.keyboard.type('1987')
  await date.getByRole('spinbutton', { name: 'month' }).click()
  await page.keyboard.type('03')
  await date.getByRole('spinbutton', { name: 'day' }).click()
  await page.keyboard.type('05')
  await page.keyboard.press('Enter')
  await saved(page)
  await expect(page.getByRole('region', { name: 'Timeline' })).toContainText('1987')
  await page.getByRole('searchbox', { name: 'Search your entries' }).fill(words.body)
  await expect(page.getByRole('option')).toContainText(words.title)
}

/** The text as other programs write it, not by way of the search's own forms. */
function written(text: string, encoding: Encoding): Buffer[] {
  switch (encoding) {
    case 'UTF-8':
      return [Buffer.from(text), Buffer.from(text.toUpperCase())]
    case 'UTF-16LE':
      return [Buffer.from(text, 'utf16le')]
    case 'UTF-16BE':
      return [Buffer.from(Array.from(text).flatMap((letter) => [0, letter.charCodeAt(0)]))]
    case 'base64':
      return ['', 'a', 'ab'].map((before) => Buffer.from(btoa(`${before}${text}, and on`)))
    case 'hex':
      return [Buffer.from(text).toString('hex'), Buffer.from(text).toString('hex').toUpperCase()].map((digits) =>
        Buffer.from(digits),
      )
  }
}
