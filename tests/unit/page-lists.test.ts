import { describe, expect, it } from 'vitest'
import { toggleList, toggleTask } from '../../renderer/features/page/block-commands'
import {
  continueBlock,
  continueItem,
  deleteMarkAfter,
  deleteMarkBefore,
} from '../../renderer/features/page/enter-commands'
import { deepestList, indentItems, outdentItems } from '../../renderer/features/page/indent-commands'
import { after, stateOf, transactionOf } from '../support/marked-text'

describe('Enter on a page', () => {
  it('[P20] Enter goes on with a list, a checklist, a numbered list and a quote', () => {
    expect(after(continueBlock, '- one‸')).toBe('- one\n- ‸')
    expect(after(continueBlock, '- [x] one‸ two')).toBe('- [x] one\n- [ ] ‸ two')
    expect(after(continueBlock, '8. zero\n9. one‸')).toBe('8. zero\n9. one\n10. ‸')
    expect(after(continueBlock, '1) one‸')).toBe('1) one\n2) ‸')
    expect(after(continueBlock, '> one‸')).toBe('> one\n> ‸')
    expect(after(continueBlock, '> - one‸')).toBe('> - one\n> - ‸')
    expect(after(continueBlock, '- one\n  - two‸')).toBe('- one\n  - two\n  - ‸')
  })

  it('[P20] Enter takes the selected words away and goes on with the list', () => {
    expect(after(continueBlock, '- one« two»')).toBe('- one\n- ‸')
  })

  it('[P21] Enter on an item without words ends the list, apart from it by a blank line', () => {
    expect(after(continueBlock, '- one\n- ‸')).toBe('- one\n\n‸')
    expect(after(continueBlock, '- [ ] one\n- [ ] ‸')).toBe('- [ ] one\n\n‸')
    expect(after(continueBlock, '> one\n> ‸')).toBe('> one\n\n‸')
    expect(after(continueBlock, '- ‸')).toBe('‸')
  })

  it('[P21] Enter on an inner item without words moves it one level out', () => {
    expect(after(continueBlock, '- one\n  - two\n  - ‸')).toBe('- one\n  - two\n- ‸')
  })

  it('[P20] Enter at the start of a heading makes room above it', () => {
    expect(after(continueBlock, '# ‸One')).toBe('\n# ‸One')
  })

  it('[P20] Enter in plain words and in code is left alone', () => {
    expect(after(continueBlock, 'one‸')).toBeNull()
    expect(after(continueBlock, '# One‸')).toBeNull()
    expect(after(continueBlock, '```\n- one‸\n```')).toBeNull()
  })

  it('[P22] Shift-Enter begins a new line within the same item or quote', () => {
    expect(after(continueItem, '- one‸')).toBe('- one\n  ‸')
    expect(after(continueItem, '9. zero\n10. one‸')).toBe('9. zero\n10. one\n    ‸')
    expect(after(continueItem, '> one‸')).toBe('> one\n> ‸')
    expect(after(continueItem, 'one‸')).toBeNull()
  })

  it('[P20] Enter on a further line of an item begins the next item', () => {
    expect(after(continueBlock, '- one\n  more‸')).toBe('- one\n  more\n- ‸')
  })
})

describe('Backspace and Delete on a page', () => {
  it('[P23] Backspace where the words begin takes the mark away', () => {
    expect(after(deleteMarkBefore, '- ‸one')).toBe('‸one')
    expect(after(deleteMarkBefore, '- [ ] ‸one')).toBe('‸one')
    expect(after(deleteMarkBefore, '1. ‸one')).toBe('‸one')
    expect(after(deleteMarkBefore, '11. zero\n12. ‸one')).toBe('11. zero\n‸one')
    expect(after(deleteMarkBefore, '## ‸one')).toBe('‸one')
    expect(after(deleteMarkBefore, '> ‸one')).toBe('‸one')
    expect(after(deleteMarkBefore, '> - ‸one')).toBe('> ‸one')
  })

  it('[P23] Backspace joins a line that goes on with an item or a quote to the one above', () => {
    expect(after(deleteMarkBefore, '- one\n  ‸two')).toBe('- one‸two')
    expect(after(deleteMarkBefore, '> one\n> ‸two')).toBe('> one‸two')
  })

  it('[P23] Backspace within words is left alone', () => {
    expect(after(deleteMarkBefore, '- o‸ne')).toBeNull()
    expect(after(deleteMarkBefore, '‸one')).toBeNull()
    expect(after(deleteMarkBefore, '- «one»')).toBeNull()
  })

  it('[P23] Delete at the end of a line joins the next one without its mark', () => {
    expect(after(deleteMarkAfter, 'one‸\n- two')).toBe('one‸two')
    expect(after(deleteMarkAfter, 'one‸\n## two')).toBe('one‸two')
    expect(after(deleteMarkAfter, 'one‸\ntwo')).toBeNull()
  })
})

describe('Tab on a page', () => {
  it('[P24] Tab makes an item, with all below it, a child of the one before; Shift-Tab takes it out again', () => {
    const flat = '- one\n- two‸\n  - three'
    const deep = '- one\n  - two‸\n    - three'
    expect(after(indentItems, flat)).toBe(deep)
    expect(after(outdentItems, deep)).toBe(flat)
    expect(after(indentItems, '1. one\n2. two‸')).toBe('1. one\n   1. two‸')
    expect(after(outdentItems, '1. one\n   1. two‸')).toBe('1. one\n2. two‸')
    expect(after(indentItems, '> - one\n> - two‸')).toBe('> - one\n>   - two‸')
  })

  it('[P24] Tab moves all selected items by the same step', () => {
    expect(after(indentItems, '- one\n- «two\n- three»')).toBe('- one\n  - «two\n  - three»')
  })

  it('[P24] Tab leaves the first item of a list where it is and still counts as used there', () => {
    expect(after(indentItems, '- one‸')).toBe('- one‸')
    expect(after(outdentItems, '- one‸')).toBe('- one‸')
  })

  it('[P24] Tab outside of a list is left to move the focus', () => {
    expect(after(indentItems, 'one‸')).toBeNull()
    expect(after(outdentItems, '> one‸')).toBeNull()
    expect(after(indentItems, '```\n- one\n- two‸\n```')).toBeNull()
  })

  it('[P24] a list is never made deeper than eight levels', () => {
    const level = (depth: number) => `${'  '.repeat(depth - 1)}- item ${depth}`
    const deep = Array.from({ length: deepestList }, (_, index) => level(index + 1)).join('\n')
    const text = `${deep}\n${'  '.repeat(deepestList - 1)}- last‸`
    expect(after(indentItems, text)).toBe(text)
    expect(
      after(indentItems, `- zero\n- top‸\n${deep.replace(/^/gm, '  ').split('\n').slice(0, 7).join('\n')}`),
    ).toContain('\n- top‸')
  })
})

describe('lists by command', () => {
  it('[P25] a list command marks the selected lines, and takes the marks off when all have them', () => {
    expect(after(toggleList('bullet'), '«one\ntwo»')).toBe('- «one\n- two»')
    expect(after(toggleList('bullet'), '- «one\n- two»')).toBe('«one\ntwo»')
    expect(after(toggleList('ordered'), '«one\n\ntwo»')).toBe('1. «one\n\n2. two»')
    expect(after(toggleList('task'), 'one‸')).toBe('- [ ] one‸')
    expect(after(toggleList('bullet'), '‸')).toBe('- ‸')
  })

  it('[P25] one kind of list becomes another by its marks alone', () => {
    expect(after(toggleList('ordered'), '- one‸')).toBe('1. one‸')
    expect(after(toggleList('task'), '- one‸')).toBe('- [ ] one‸')
    expect(after(toggleList('bullet'), '- [x] one‸')).toBe('- one‸')
    expect(after(toggleList('task'), '1. one‸')).toBe('- [ ] one‸')
    expect(after(toggleList('bullet'), '## one‸')).toBe('- one‸')
  })

  it('[P25] a numbered item goes on counting from the one above', () => {
    expect(after(toggleList('ordered'), '3. one\ntwo‸')).toBe('3. one\n4. two‸')
  })

  it('[P26] items that count on below an ended one stay items', () => {
    const ordered = toggleList('ordered')
    expect(after(ordered, '«1. a»\n2. b\n3. c')).toBe('«a»\n\n2. b\n3. c')
    expect(after(ordered, '«1. a»\n   2. b')).toBe('«a»\n\n   2. b')
    expect(after(ordered, '> «1. a»\n> more\n> 2. b')).toBe('> «a»\n> more\n>\n> 2. b')
    expect(after(ordered, '«1. a»\n   1. b\n   2. c')).toBe('«a»\n   1. b\n   2. c')
    expect(after(ordered, '«1. a»\n# b\n2. c')).toBe('«a»\n# b\n2. c')
  })

  it('[P26] plain words beside a new or ended list stay out of it', () => {
    expect(after(toggleList('bullet'), 'one‸\nplain')).toBe('- one‸\n\nplain')
    expect(after(toggleList('bullet'), 'plain\n‸')).toBe('plain\n\n- ‸')
    expect(after(toggleList('bullet'), '- one\n- two‸')).toBe('- one\n\ntwo‸')
  })

  it('[P27] ticking a checklist item changes one letter', () => {
    expect(after(toggleTask, '- [ ] one‸')).toBe('- [x] one‸')
    expect(after(toggleTask, '- [X] one‸')).toBe('- [ ] one‸')
    expect(after(toggleTask, '- [ ] «one\n- [x] two»')).toBe('- [x] «one\n- [x] two»')
    expect(after(toggleTask, '- one‸')).toBeNull()
    expect(transactionOf(toggleTask, stateOf('- [ ] one‸'))?.changes.toJSON()).toEqual([3, [1, 'x'], 5])
  })
})
