import { describe, expect, it } from 'vitest'
import { clearHeading, toggleHeading, toggleList } from '../../renderer/features/page/block-commands'
import { toggleInline } from '../../renderer/features/page/inline-commands'
import { after } from '../support/marked-text'

const bullet = toggleList('bullet')
const task = toggleList('task')

describe('lines beside a heading or a list that comes or goes', () => {
  it('[P366] an item that could not stand below words stands apart from those that a heading or a list was', () => {
    expect(after(toggleHeading(1), '# a‸\n- ')).toBe('a‸\n\n- ')
    expect(after(clearHeading, '## a‸\nb\n- ')).toBe('a‸\nb\n\n- ')
    expect(after(toggleHeading(1), '# a‸\n- b')).toBe('a‸\n- b')
    expect(after(toggleHeading(1), '«# a\n# b»\n+ \u3000')).toBe('«a\nb»\n\n+ \u3000')
    expect(after(bullet, '- a‸\nb\n+ \u3000')).toBe('a‸\nb\n\n+ \u3000')
    expect(after(bullet, '- a‸\nb\n+ c')).toBe('a‸\nb\n+ c')
  })

  it('[P443] an item that could not stand below those of another list or quote stands apart from them', () => {
    const ordered = toggleList('ordered')
    expect(after(ordered, '* a\n‸\n* b')).toBe('* a\n\n1. ‸\n* b')
    expect(after(bullet, '1. a\n‸')).toBe('1. a\n\n- ‸')
    expect(after(bullet, '> 1. a\n‸\n+ b')).toBe('> 1. a\n\n- ‸\n+ b')
    expect(after(bullet, '- a\n‸')).toBe('- a\n- ‸')
    expect(after(bullet, '1. a‸\n2. b')).toBe('- a‸\n\n2. b')
    expect(after(bullet, '1. a‸\n1. b')).toBe('- a‸\n1. b')
  })

  it('[P367] what is in an item stays in it when the list becomes another', () => {
    expect(after(task, '- a‸\n  b\n    - c')).toBe('- [ ] a‸\n  b\n    - c')
    expect(after(task, '-  a‸\n  b\n    - c')).toBe('-  [ ] a‸\n  b\n    - c')
    expect(after(task, 'a‸\nb')).toBe('- [ ] a‸\n\nb')
  })

  it('[P531] a mark that a command gives to a line that only goes on with an item is read', () => {
    const ordered = toggleList('ordered')
    expect(after(ordered, '>   - \u3000b\n>     c‸')).toBe('>   - \u3000b\n> 1. c‸')
    expect(after(bullet, '  -  b\n    c‸')).toBe('  -  b\n- c‸')
    expect(after(toggleHeading(1), '- a\n  -    b\n      c‸')).toBe('- a\n  -    b\n  # c‸')
    expect(after(ordered, '1. x\n   -    b\n       c‸')).toBe('1. x\n   -    b\n   1. c‸')
    // Where the mark is read as deep as it stands, it stays there.
    expect(after(ordered, '- a\n  - b\n   c‸')).toBe('- a\n  - b\n   1. c‸')
  })

  it('[P368] words between lone ticks are marked, and the ticks stay letters', () => {
    expect(after(toggleInline('Emphasis'), '![p](q)`«`안녕»')).toBe('![p](q)\\`*\\«`안녕»*')
  })
})
