import { expect, it } from 'vitest'
import { typedTag } from '../../renderer/features/entry/typed-tag'

it('[N3] a tag typed with a number sign is kept without it', () => {
  expect(typedTag('#hash')).toBe('hash')
  expect(typedTag(' ##  two words ')).toBe('two words')
  expect(typedTag('C#')).toBe('C#')
  expect(typedTag('#')).toBe('')
})
