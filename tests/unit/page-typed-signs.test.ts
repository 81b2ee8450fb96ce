import { undo } from '@codemirror/commands'
import type { EditorState } from '@codemirror/state'
import { describe, expect, it } from 'vitest'
import * as Y from 'yjs'
import { excerptOf } from '../../electron/core/journals/excerpt'
import { createSearch } from '../../electron/core/journals/search'
import { parseMarkdown } from '../../renderer/features/page/dialect'
import { markCommands } from '../../renderer/features/page/page-keys'
import { withSignsEscaped } from '../../renderer/features/page/typed-signs/unmeant-signs'
import { entryOf } from '../support/journal-entries'
import { openState } from '../support/page-state'
import { shownIn, typed, typedAtOnce, writingState } from '../support/typed-page'
import { typedMarkdown, typedSignTexts } from '../support/typed-texts'

const onOneLine = (text: string) => text.replace(/\s+/g, ' ').trim()
const stored = (state: EditorState) => state.doc.toString()
const isNodeIn = (text: string, name: string) => {
  let found = false
  parseMarkdown(text).iterate({
    enter: (node) => {
      found ||= node.name === name
    },
  })
  return found
}
/** The state after a command for bold or italic over a part of it, with the caret at the end of that. */
function marked(state: EditorState, kind: 'bold' | 'italic' | 'strike', from: number, to: number): EditorState {
  let now = state.update({ selection: { anchor: from, head: to } }).state
  markCommands[kind]({ state: now, dispatch: (made) => (now = made.state) })
  return now
}

describe('signs that are typed', () => {
  it('[P380] stay in sight on the page and in the excerpt, and are found, where nobody means them as marks', () => {
    const texts = typedSignTexts()
    expect(texts.length).toBeGreaterThan(300)
    const lost = texts.flatMap((keys) => {
      const text = stored(typed(writingState(), keys))
      const seen = [shownIn(text), excerptOf(text)]
      return seen[0] === keys && seen[1] === onOneLine(keys) ? [] : [{ keys, text, seen }]
    })
    expect(lost).toEqual([])
    const body = stored(typed(writingState(), 'おつかれ (*^_^*) ね'))
    expect(createSearch().find([entryOf(1, { body })], '(*^_^*)')).toHaveLength(1)
  })

  it('[P381] are marks where somebody who knows Markdown means them, in any script, and nothing is put in', () => {
    const texts = typedMarkdown()
    expect(texts.length).toBeGreaterThan(100)
    const broken = texts.flatMap((keys) => {
      const text = stored(typed(writingState(), keys))
      return text === keys && shownIn(text) !== keys ? [] : [{ keys, text }]
    })
    expect(broken).toEqual([])
  })

  it('[P382] are the same where a substitution or a picker puts them in at once, or Markdown comes so', () => {
    const at = (keys: string) => stored(typedAtOnce(writingState(), keys))
    expect(typedSignTexts().filter((keys) => shownIn(at(keys)) !== keys)).toEqual([])
    expect(typedMarkdown().filter((keys) => at(keys) !== keys && !keys.includes('\\'))).toEqual([])
  })

  it('[P383] come with their backslash as one insertion, which one step of undo takes back, in a shared text too', () => {
    let now = typed(writingState('5*3'), '*')
    expect(stored(now)).toBe(String.raw`5*3\*`)
    undo({ state: now, dispatch: (made) => (now = made.state) })
    expect(stored(now)).toBe('5*3')
    const text = new Y.Doc().getText('body')
    text.insert(0, '5*3 and 7')
    const inserted: unknown[] = []
    text.observe(({ delta }) => inserted.push(delta))
    const page = openState(text)
    page.view.dispatch({ changes: { from: 3, insert: '*' }, selection: { anchor: 4 }, userEvent: 'input.type' })
    expect(inserted).toEqual([[{ retain: 3 }, { insert: String.raw`\*` }]])
    expect([text.toJSON(), stored(page.view.state)]).toEqual([String.raw`5*3\* and 7`, String.raw`5*3\* and 7`])
    expect(page.view.state.selection.main.head).toBe(5)
    page.undo()
    expect(text.toJSON()).toBe('5*3 and 7')
    page.close()
  })

  it('[P384] leave alone what a command marked, and what was stored, whatever is typed beside', () => {
    const italic = marked(writingState('unbelievable and 哈哈真的吗'), 'italic', 2, 8)
    const struck = marked(italic, 'strike', 21, 24)
    expect(stored(struck)).toBe('un*believ*able and 哈哈~~真的吗~~')
    for (const at of [0, 2, 3, 6, 9, 10, 11, 14, 19, 21, 23, 25, 26, 28]) {
      const beside = typed(struck.update({ selection: { anchor: at } }).state, 'x')
      expect(stored(beside)).toBe(`${stored(struck).slice(0, at)}x${stored(struck).slice(at)}`)
    }
    // A sign that is typed there is judged by itself.
    const face = typed(struck.update({ selection: { anchor: stored(struck).length } }).state, ' (*^_^*)')
    expect(shownIn(stored(face))).toBe('unbelievable and 哈哈真的吗 (*^_^*)')
    expect(isNodeIn(stored(face), 'Strikethrough') && isNodeIn(stored(face), 'Emphasis')).toBe(true)
  })

  it('[P385] stay in sight where a text from elsewhere is pasted, and its Markdown stays Markdown', () => {
    const isPath = (text: string) => /\\/.test(text)
    const lost = typedSignTexts().filter((text) => !isPath(text) && shownIn(withSignsEscaped(text)) !== text)
    expect(lost).toEqual([])
    expect(typedMarkdown().filter((text) => withSignsEscaped(text) !== text)).toEqual([])
    for (const text of [String.raw`¯\_(ツ)_/¯`, String.raw`\(^o^)/`, String.raw`C:\*.*`])
      expect(shownIn(withSignsEscaped(text))).toBe(text)
    expect(withSignsEscaped(String.raw`snake\_case and 1\. \*no\*`)).toBe(String.raw`snake\_case and 1\. \*no\*`)
  })

  it('[P386] leave a backslash that was typed in sight, at the end of a line and before what a deletion leaves behind it', () => {
    expect(stored(typed(writingState(), 'C:\\\nD:\\'))).toBe('C:\\\\\nD:\\')
    const path = writingState(String.raw`C:\old_(x)`)
    const joined = path.update({ changes: { from: 3, to: 6 }, userEvent: 'delete.selection' }).state
    expect(stored(joined)).toBe(String.raw`C:\\_(x)`)
    // Typed before a sign it is Markdown's: the sign is none any more.
    const unmarked = typed(writingState('*not*', 0), '\\')
    expect(stored(unmarked)).toBe(String.raw`\*not*`)
  })

  it('[P387] in code and in addresses are as they are typed', () => {
    for (const keys of ['```\nd*mn sh*t ~~~\\_x', '`d*mn sh*t`', 'https://example.org/a_b_*c*'])
      expect(stored(typed(writingState(), keys))).toBe(keys)
  })
})
