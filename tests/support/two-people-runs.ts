import { readInline } from '../../renderer/features/page/inline-reading'
import { markCommands } from '../../renderer/features/page/page-keys'
import { openCouple } from './undo-couple'
import type { SteppedPage } from './page-state'
import { picking, type Random } from './random-texts'
import { seededNumbers } from './seeded-random'
import { shownIn } from './typed-page'
import { typeAtCaret } from './undo-runs'

/** Words that hold no sign of Markdown, beside and around which marks need a guard, or need none. */
const words = ['so', '好', '「はい」', '。', '(x)', 'and', '€5', '👍🏽', '“so”', 'いい', '、', '!', 'שלום']
const starts = ['他说好。', '彼は「はい」と言った', 'so (it) was', '好', '價格是€5元', 'a 👍🏽 b', '今日は、雨。いい日']
const kinds = ['bold', 'italic', 'strike'] as const
const sign = /[*~]|&zwnj;/
const marks = /\*|~|&zwnj;/g

const acts: Record<string, (page: SteppedPage, random: Random) => string> = {
  type({ view }, { pick, below }) {
    const anchor = below(2) === 0 ? view.state.doc.length : placeBetweenLetters(view.state.doc.toString(), below)
    const typed = pick(words)
    view.dispatch({ selection: { anchor } })
    typeAtCaret(view, typed)
    return `${typed} at ${anchor}`
  },
  command({ view }, { pick, below }) {
    const text = view.state.doc.toString()
    const [one, other] = [placeBetweenLetters(text, below), placeBetweenLetters(text, below)]
    const kind = pick(kinds)
    const [from, to] = [Math.min(one, other), Math.max(one, other)]
    // Who marks across another's marks writes these anew, and which of both is whose is nobody's to say.
    if (one === other || readInline(text).constructs.some(({ open, close }) => open.from <= to && close.to >= from))
      return 'nothing'
    view.dispatch({ selection: { anchor: one, head: other } })
    markCommands[kind](view)
    return `${kind} of ${one}, ${other}`
  },
  undo(page) {
    page.undo()
    return ''
  },
  redo(page) {
    page.redo()
    return ''
  },
}
const actNames = ['type', 'type', 'command', 'command', 'command', 'undo', 'undo', 'redo']

/** A place that cuts neither a sign nor marks and their guards: between these a caret can't stand. */
function placeBetweenLetters(text: string, below: Random['below']): number {
  const places = [
    0,
    ...Array.from(text.matchAll(/(?:[*~]|&zwnj;)+|👍🏽|./gsu), ({ index, 0: one }) => index + one.length),
  ]
  return places[below(places.length)] ?? 0
}

/**
 * Two who have one entry open mark, write, undo and redo in any order, each seeing at once what the other does; then both
 * undo all. Returns what is wrong, in words that tell how to see it again; null if nothing is: a mark or a guard that is
 * shown, as none of the words has a sign, or another text at the end than at the beginning.
 */
export function markedByTwo({ seed, steps = 14 }: { seed: number; steps?: number }): string | null {
  const random = picking(seededNumbers(seed))
  const start = random.pick(starts)
  const couple = openCouple(random, start)
  const said = [`seed ${seed}: ${JSON.stringify(start)}`]
  const found = (fault: string) => [fault, ...said].join('\n  ')
  const texts = () => [...new Set(couple.pages.map(({ view }) => view.state.doc.toString()))]
  const fault = () => {
    const [text = '', other] = texts()
    return other !== undefined ? 'not the same on both' : sign.test(shownIn(text)) ? `shows ${shownIn(text)}` : null
  }
  const does = (name: string): string | null => {
    const who = random.below(2)
    const page = couple.pages[who]!
    page.endStep()
    const letters = (text: string) => text.replaceAll(marks, '')
    const before = letters(texts()[0] ?? '')
    const done = acts[name]?.(page, random)
    said.push(`${['Ana', 'Ben'][who]} ${name} ${done}: ${JSON.stringify(texts()[0])}`)
    const after = letters(texts()[0] ?? '')
    if (name === 'command' && before !== after) return `letters changed`
    return fault()
  }
  for (let step = 0; step < steps; step++) {
    const wrong = does(random.pick(actNames))
    if (wrong) return found(wrong)
  }
  for (let step = 0; step < 4 * steps; step++) {
    const wrong = does('undo')
    if (wrong) return found(wrong)
  }
  couple.close()
  return texts()[0] === start ? null : found('another text than at the beginning')
}
