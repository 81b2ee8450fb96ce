import { expect, it } from 'vitest'
import { createUnsavedWords, plainText } from '../../renderer/lib/unsaved-words'
import { entryOf } from '../support/journal-entries'

it('[U71] each entry stands once, as it is when it is asked for, in the order of writing, until all is saved', () => {
  const unsaved = createUnsavedWords()
  let words = 'The'
  const [first, second] = [entryOf(1), entryOf(2)]
  unsaved.wrote(first, () => words)
  unsaved.wrote(second, () => 'Another.')
  unsaved.wrote({ ...first, title: 'Sea' }, () => words)
  words = 'The sea 👩‍👩‍👧.\n'
  expect(unsaved.entries()).toEqual([
    { ...first, title: 'Sea', body: words },
    { ...second, body: 'Another.' },
  ])
  unsaved.forget()
  expect(unsaved.entries()).toEqual([])
})

it('[U71] as text: the title where there is one, what is said about it, and the body as it is', () => {
  const [first, second] = [
    { ...entryOf(1), title: 'Sea', body: '  # One\n\n' },
    { ...entryOf(2), title: '', body: '' },
  ]
  expect(plainText([first, second], ({ date }) => [date, 'Dream'])).toBe(
    `Sea\n${first.date} · Dream\n\n  # One\n\n\n\n* * *\n\n${second.date} · Dream\n`,
  )
})
