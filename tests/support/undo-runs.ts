import type * as Y from 'yjs'
import { deletingKeys, deletions } from './deletions'
import { openState, type SteppedPage } from './page-state'
import { edits, picking, type Random, randomSelection, randomText, scripts } from './random-texts'
import { seededNumbers } from './seeded-random'
import type { TwinView } from './twin-runs'
import { openPair } from './undo-couple'

/** What the partner types are syllables that occur but once, so that one that is lost, or comes twice, is seen. */
const firstTyped = 0xac00
const typedByPartner = /[\uac00-\ud7a3]/g
const ownScripts = scripts.filter((script) => script.search(typedByPartner) < 0)
/** One's own text; a guard that words of the partner need comes and goes with these. */
const ownText = (text: Y.Text, isTyping: boolean) =>
  isTyping ? text.toJSON().replaceAll(typedByPartner, '').replaceAll('&zwnj;', '') : text.toJSON()

/** Types these letters, sign by sign. */
export function typeAtCaret(view: TwinView, letters: string): void {
  for (const { segment: insert } of new Intl.Segmenter('en').segment(letters)) {
    const { from, to } = view.state.selection.main
    const edit = { changes: { from, to, insert }, selection: { anchor: from + insert.length } }
    view.dispatch(view.state.update({ ...edit, userEvent: 'input.type' }))
  }
}

/** What one may do at the caret or anywhere; each is one step, and says what it was. */
const acts: Record<string, (view: TwinView, random: Random) => string> = {
  type(view, { pick }) {
    const letters = pick(ownScripts)
    typeAtCaret(view, letters)
    return letters
  },
  toggle(view, { pick }) {
    const name = pick(['bold', 'italic', 'strike'])
    edits[name]?.(view)
    return name
  },
  command(view, random) {
    const { anchor, head } = randomSelection(view.state.doc.toString(), random)
    view.dispatch({ selection: { anchor, head } })
    const name = random.pick(Object.keys(edits))
    edits[name]?.(view)
    return `${name} of ${anchor}, ${head}`
  },
  delete(view, random) {
    const { anchor, head } = randomSelection(view.state.doc.toString(), random)
    const name = random.pick(Object.keys(deletions))
    view.dispatch({ selection: { anchor, head: name in deletingKeys ? anchor : head } })
    deletions[name]?.(view)
    return `${name} of ${anchor}, ${head}`
  },
  move(view, random) {
    const { anchor } = randomSelection(view.state.doc.toString(), random)
    view.dispatch({ selection: { anchor } })
    return `to ${anchor}`
  },
}
const actNames = ['type', 'type', 'type', 'toggle', 'toggle', 'command', 'delete', 'move']

/** The partner, who types a letter here and there, or nothing. */
function openPartner(text: Y.Text, { random, isTyping }: { random: Random; isTyping: boolean }) {
  let typed = ''
  return {
    mayType() {
      if (!isTyping || random.below(2) === 0) return
      const letter = String.fromCharCode(firstTyped + typed.length)
      typed += letter
      text.insert(randomSelection(text.toJSON(), random).anchor, letter)
    },
    /** Those of the letters that aren't there exactly once. */
    missing: () => typed.split('').filter((letter) => text.toJSON().split(letter).length !== 2),
  }
}

/** What one has written after each step, as one sees it, and each step in words. */
interface Story {
  readonly texts: string[]
  readonly said: string[]
}

function act(
  page: SteppedPage,
  own: Y.Text,
  { random, isApart, isTyping }: { random: Random; isApart: boolean; isTyping: boolean },
  story: Story,
): void {
  const name = random.pick(actNames)
  let isChanged = false
  const note = () => (isChanged = true)
  own.observe(note)
  const done = acts[name]?.(page.view, random)
  own.unobserve(note)
  if (isApart) page.endStep()
  if (isChanged) story.texts.push(ownText(own, isTyping))
  story.said.push(`${name} ${done}: ${JSON.stringify(own.toJSON())}`)
}

/**
 * One does anything to a page, from a random text on or from none, then undoes all, redoes all and undoes all, while the
 * partner types or doesn't. Each step is one by itself or goes on with the one before, as within a moment. Returns what is
 * wrong, in words that tell how to see it again; null if nothing is.
 */
export function undoneAndRedone({ seed, isTyping }: { seed: number; isTyping: boolean }): string | null {
  const random = picking(seededNumbers(seed))
  const start = random.below(3) === 0 ? '' : randomText(random).replaceAll(typedByPartner, 'x')
  const isApart = random.below(4) > 0
  const { own, partner: theirs } = openPair(random, start)
  const page = openState(own)
  const partner = openPartner(theirs, { random, isTyping })
  const story: Story = { texts: [start], said: [`seed ${seed}: ${JSON.stringify(start)}`] }
  const found = (fault: string) => [fault, ...story.said, JSON.stringify(own.toJSON())].join('\n  ')
  for (let step = 0; step < 12; step++) {
    act(page, own, { random, isApart, isTyping }, story)
    partner.mayType()
  }
  for (const name of ['undo', 'redo', 'undo'] as const) {
    const expected = (name === 'undo' ? story.texts.toReversed() : story.texts).slice(1)
    for (const [at, text] of expected.entries()) {
      page[name]()
      const isLast = at === expected.length - 1
      if ((isApart || isLast) && ownText(own, isTyping) !== text)
        return found(`${name} ${at + 1}: ${JSON.stringify(text)}`)
      partner.mayType()
    }
    if (name === 'undo' && partner.missing().length > 0) return found(`missing or twice: ${partner.missing().join('')}`)
  }
  const texts = new Set([own.toJSON(), theirs.toJSON(), page.view.state.doc.toString()])
  page.close()
  return texts.size === 1 ? null : found('not the same everywhere')
}
