import { describe, expect, it } from 'vitest'
import { toggleList } from '../../renderer/features/page/block-commands'
import { continueBlock, continueItem, deleteMarkBefore } from '../../renderer/features/page/enter-commands'
import { indentItems, outdentItems } from '../../renderer/features/page/indent-commands'
import { pageStatus } from '../../renderer/features/page/page-status'
import { after, stateOf } from '../support/marked-text'

const dates = ['2024. What a year!', '14. April war schön', '5. five\n9. nine\n14. April', '1984\\. no list']

describe('numbers on a page', () => {
  it('[P233] a year, a date and an ordinal are words: Enter and Tab leave them, no button is on', () => {
    for (const text of dates) {
      expect(after(continueBlock, `${text}‸`)).toBeNull()
      expect(after(continueItem, `${text}‸`)).toBeNull()
      expect(after(indentItems, `${text}‸`)).toBeNull()
      expect(after(outdentItems, `${text}‸`)).toBeNull()
      expect(pageStatus(stateOf(`${text}‸`)).on.has('ordered-list')).toBe(false)
    }
    expect(after(continueBlock, 'Today\n14. April‸')).toBeNull()
    expect(after(deleteMarkBefore, '2024. ‸What')).toBeNull()
    expect(after(indentItems, '14. April\n1. one‸')).toBe('14. April\n1. one‸')
  })

  it('[P233] in a quote Enter keeps the quote behind them, in an item it begins the next one', () => {
    expect(after(continueBlock, '> 2024. What‸ a year')).toBe('> 2024. What\n> ‸ a year')
    expect(after(continueBlock, '- a\n2024. What‸')).toBe('- a\n2024. What\n- ‸')
  })

  it('[P234] Enter counts on behind 0, 1 and whatever counts on from its neighbor, as it is written', () => {
    expect(after(continueBlock, '0. zero‸')).toBe('0. zero\n1. ‸')
    expect(after(continueBlock, '5. five\n6. six‸')).toBe('5. five\n6. six\n7. ‸')
    expect(after(continueBlock, '5. fi‸ve\n6. six')).toBe('5. fi\n6. ‸ve\n6. six')
    expect(after(continueBlock, '1) one\n2) two‸')).toBe('1) one\n2) two\n3) ‸')
    expect(after(continueBlock, '01. one‸')).toBe('01. one\n02. ‸')
    expect(after(continueBlock, '08. a\n09. b‸')).toBe('08. a\n09. b\n10. ‸')
    expect(after(continueBlock, '> 1. one‸')).toBe('> 1. one\n> 2. ‸')
    expect(after(continueBlock, '5. [ ] five‸')).toBe('5. [ ] five\n6. [ ] ‸')
    expect(after(continueBlock, '999999998. a\n999999999. b‸')).toBeNull()
  })

  it('[P234] behind a number that leaps Enter begins a plain line, and takes nothing away', () => {
    expect(after(continueBlock, '1. one\n2024. What‸')).toBeNull()
    expect(after(continueBlock, '1. one\n14. ‸')).toBeNull()
    expect(after(continueBlock, '> 1. one\n> 14. April‸')).toBe('> 1. one\n> 14. April\n> ‸')
  })

  it('[P303] Enter counts on behind an item whose neighbor was taken out, and ends the list on one without words', () => {
    expect(after(continueBlock, '1. one\n2. two\n4. four‸')).toBe('1. one\n2. two\n4. four\n5. ‸')
    expect(after(continueBlock, '1) one\n3) three‸')).toBe('1) one\n3) three\n4) ‸')
    expect(after(continueBlock, '> 5. a\n> 6. b\n> 8. c‸')).toBe('> 5. a\n> 6. b\n> 8. c\n> 9. ‸')
    expect(after(continueBlock, '1. one\n2. two\n4. ‸')).toBe('1. one\n2. two\n\n‸')
    for (const text of ['1. one\n14. April', '5. a\n9. b\n14. April', '3. a\n1. b\n8. c', '1. a\n2. b\n2024. What']) {
      expect(after(continueBlock, `${text}‸`)).toBeNull()
    }
  })

  it('[P234] Enter on an empty item of an inner list counts on in the outer one', () => {
    expect(after(continueBlock, '1. one\n   1. a\n   2. ‸')).toBe('1. one\n   1. a\n2. ‸')
    expect(after(continueBlock, '1. one\n   - a\n   - ‸')).toBe('1. one\n   - a\n2. ‸')
    expect(after(continueBlock, '- one\n  1. a\n  2. ‸')).toBe('- one\n  1. a\n- ‸')
    expect(after(continueBlock, '1. one\n2. ‸')).toBe('1. one\n\n‸')
  })

  it('[P235] an item that Tab or Shift-Tab moves counts in its new list, and no other number changes', () => {
    expect(after(indentItems, '1. one\n2. two‸\n3. three')).toBe('1. one\n   1. two‸\n3. three')
    expect(after(indentItems, '1. one\n   1. a\n2. two‸')).toBe('1. one\n   1. a\n   2. two‸')
    expect(after(outdentItems, '1. one\n   1. a\n   2. b‸')).toBe('1. one\n   1. a\n2. b‸')
    expect(after(outdentItems, '1) one\n   1. a‸')).toBe('1) one\n1. a‸')
  })

  it('[P236] the numbered list begins with 1 or counts on from what is above, and touches no number that is words', () => {
    expect(after(toggleList('ordered'), '«one\ntwo\nthree»')).toBe('1. «one\n2. two\n3. three»')
    expect(after(toggleList('ordered'), '«5. five\n6. six\nseven»')).toBe('«5. five\n6. six\n7. seven»')
    expect(after(toggleList('ordered'), '3) one\ntwo‸')).toBe('3) one\n4) two‸')
    expect(after(toggleList('ordered'), '2024. What‸')).toBe('1. 2024. What‸')
    expect(after(toggleList('bullet'), '2024. What‸')).toBe('- 2024. What‸')
  })
})
