import type { Extension } from '@codemirror/state'
import { EditorView } from '@codemirror/view'
import { deepestList } from './indent-commands'
import { mostBars, mostRoom } from './widgets'

const step = '1.6em'
const barStep = '1.2em'
/** 66 characters of Literata, whose letters are 0.51 em wide on average in English. */
const measure = 'calc(34 * var(--text-page) + 2 * var(--space-6))'
const monospace = 'ui-monospace, "SF Mono", Menlo, Consolas, monospace'

/** Sets a property to a count, by the class that is named after both. */
const forCounts = (name: string, most: number) =>
  Object.fromEntries(
    Array.from({ length: most }, (_, index) => [`.page-${name}-${index + 1}`, { [`--${name}`]: String(index + 1) }]),
  )

/** The room for each figure of a number beyond the first; the first ones share what a dot has too much. */
const roomFor = (figures: number) => `${(figures * 0.6 - 0.35).toFixed(2)}em`
/** Sets a property to the room for each number of figures that room may be made for. */
const forRooms = (name: string) =>
  Object.fromEntries(
    Array.from({ length: mostRoom }, (_, index) => [
      `.page-${name}-${index + 1}`,
      { [`--${name}`]: roomFor(index + 1) },
    ]),
  )

const sheet = {
  '&': { height: '100%', color: 'var(--ink)', backgroundColor: 'transparent', fontSize: 'var(--text-page)' },
  '&.cm-focused': { outline: 'none' },
  '.cm-scroller': { fontFamily: 'var(--font-page)', lineHeight: '1.6', overflow: 'auto' },
  '.cm-content': {
    boxSizing: 'border-box',
    width: '100%',
    maxWidth: measure,
    margin: '0 auto',
    padding: 'var(--space-3) var(--space-6) 30vh',
    caretColor: 'var(--journal)',
    fontVariantNumeric: 'oldstyle-nums proportional-nums',
    textAlign: 'start',
  },
  '.cm-content ::selection, .cm-content::selection': {
    backgroundColor: 'color-mix(in srgb, var(--journal) 22%, transparent)',
  },
  '.cm-line': { padding: '0' },
  '.cm-placeholder': { color: 'var(--muted)' },
  '.cm-panels': { backgroundColor: 'var(--surface)', color: 'var(--ink)' },
  '.cm-panels-top': { borderBottom: '1px solid var(--line)' },
  '.page-match, .page-pointed-out': {
    borderRadius: '2px',
    backgroundColor: 'color-mix(in srgb, var(--journal) 16%, transparent)',
  },
  // A shade behind words that may be muted can't be strong: it is the line below them that stands out.
  '.page-match': { boxShadow: 'inset 0 -2px 0 var(--journal)' },
  '.page-match-selected': { boxShadow: '0 0 0 2px var(--journal)' },
  '.cm-tooltip': { border: 'none', backgroundColor: 'transparent' },
}

const words = {
  '.page-mark, .page-mark span': { color: 'var(--muted)', fontWeight: '400', fontStyle: 'normal' },
  '.page-bold': { fontWeight: '700' },
  '.page-italic': { fontStyle: 'italic' },
  '.page-strike': { textDecoration: 'line-through', textDecorationThickness: '1px' },
  '.page-code': { fontFamily: monospace, fontSize: '0.86em', padding: '0.1em 0.25em', borderRadius: '4px' },
  '.page-code, .page-code-block': { backgroundColor: 'color-mix(in srgb, var(--ink) 6%, transparent)' },
  '.page-link': {
    textDecoration: 'underline',
    textDecorationColor: 'color-mix(in srgb, currentColor 45%, transparent)',
    textDecorationThickness: '1px',
    textUnderlineOffset: '0.18em',
  },
  '.page-link-shown': { cursor: 'pointer' },
  '.page-link-shown:hover': { textDecorationColor: 'currentColor' },
}

const headings = {
  '.page-heading-1, .page-heading-2, .page-heading-3': { fontWeight: '650', lineHeight: '1.3' },
  '.page-heading-1': { fontSize: '1.5em', paddingTop: '0.55em', paddingBottom: '0.15em' },
  '.page-heading-2': { fontSize: '1.25em', paddingTop: '0.6em', paddingBottom: '0.15em' },
  '.page-heading-3': { fontSize: '1.08em', paddingTop: '0.55em', paddingBottom: '0.1em' },
  '.page-heading-4, .page-heading-5, .page-heading-6': { fontWeight: '650' },
  // Hung into the margin, so that the words stay where they are when the marks show.
  '.page-heading-mark': {
    display: 'inline-block',
    boxSizing: 'border-box',
    width: '4ch',
    marginInlineStart: '-4ch',
    paddingInlineEnd: '0.35ch',
    textAlign: 'end',
    fontSize: '0.8em',
    whiteSpace: 'pre',
  },
}

const bars = Array.from({ length: mostBars }, (_, index) => `bar-${index + 1}`)
/** How far from the edge at which its line begins each bar stands: behind the lists around its quote, and further bars. */
const barPlaces = bars.map((bar, index) => `var(--${bar}-list) * ${step} + var(--${bar}-room) + ${index} * ${barStep}`)

const blocks = {
  '.page-line': { '--list': '0', '--room': '0em', '--quote': '0', '--inset': '0px' },
  '.page-line.page-line': {
    paddingInlineStart: `calc(var(--list) * ${step} + var(--room) + var(--quote) * ${barStep} + var(--inset))`,
  },
  ...forCounts('list', deepestList),
  ...forRooms('room'),
  ...forRooms('wide'),
  '.page-quote': {
    ...Object.fromEntries(
      bars.flatMap((bar) => [
        [`--${bar}-list`, '0'],
        [`--${bar}-room`, '0em'],
      ]),
    ),
    fontStyle: 'italic',
    backgroundImage: bars.map(() => 'linear-gradient(var(--line), var(--line))').join(', '),
    backgroundRepeat: 'no-repeat',
    backgroundPosition: barPlaces.map((place) => `calc(${place}) 0`).join(', '),
  },
  // Neither Arabic nor Hebrew has an italic of its own.
  '.page-quote[dir]': { fontStyle: 'normal' },
  '.page-quote:dir(rtl)': { backgroundPosition: barPlaces.map((place) => `calc(100% - (${place})) 0`).join(', ') },
  ...Object.assign({}, ...bars.flatMap((bar) => [forCounts(`${bar}-list`, deepestList), forRooms(`${bar}-room`)])),
  '.page-quote-1': { '--quote': '1', backgroundSize: '3px 100%, 0 0, 0 0' },
  '.page-quote-2': { '--quote': '2', backgroundSize: '3px 100%, 3px 100%, 0 0' },
  '.page-quote-3': { '--quote': '3', backgroundSize: '3px 100%' },
  '.page-quote-mark': {
    display: 'inline-block',
    width: barStep,
    marginInlineStart: `-${barStep}`,
    whiteSpace: 'pre',
  },
  ...forCounts('before', mostBars),
  ...forCounts('gap', mostBars),
  '.page-unseen': { color: 'transparent' },
  '.page-sign': {
    display: 'inline-block',
    boxSizing: 'border-box',
    width: `calc(${step} + var(--wide, 0em))`,
    marginInlineStart: `calc(-1 * (${step} + var(--wide, 0em) + var(--before, 0) * ${barStep}))`,
    marginInlineEnd: `calc(var(--gap, 0) * ${barStep})`,
    paddingInlineEnd: '0.5em',
    color: 'var(--muted)',
    lineHeight: '1',
    textAlign: 'end',
    whiteSpace: 'nowrap',
    fontStyle: 'normal',
    fontVariantNumeric: 'tabular-nums',
  },
  '.page-sign-within': { marginInlineStart: '0' },
  '.page-dot': { fontFamily: 'var(--font-ui)' },
  '.page-task': { paddingInlineEnd: '0.45em' },
  '.page-done': { color: 'var(--muted)', textDecoration: 'line-through', textDecorationThickness: '1px' },
  '.page-rule': { display: 'inline-block', width: '100%', verticalAlign: 'middle', borderTop: '1px solid var(--edge)' },
  '.page-code-block': { '--inset': '0.9em', fontFamily: monospace, fontSize: '0.86em' },
  '.page-code-first': { borderRadius: 'var(--radius) var(--radius) 0 0' },
  '.page-code-last': { borderRadius: '0 0 var(--radius) var(--radius)' },
  '.page-table': { fontFamily: monospace, fontSize: '0.82em' },
  '.page-table-head': { fontWeight: '600' },
}

const box = {
  '.page-task input': {
    appearance: 'none',
    width: '0.95em',
    height: '0.95em',
    margin: '0',
    border: '1.5px solid var(--edge)',
    borderRadius: '4px',
    verticalAlign: '-0.1em',
    backgroundColor: 'var(--surface)',
    position: 'relative',
  },
  '.page-task input:checked': { borderColor: 'var(--journal)', backgroundColor: 'var(--journal)' },
  '.page-task input:checked::after': {
    content: '""',
    position: 'absolute',
    left: '30%',
    top: '8%',
    width: '25%',
    height: '55%',
    border: 'solid var(--surface)',
    borderWidth: '0 2px 2px 0',
    transform: 'rotate(45deg)',
  },
  '.page-task input:focus-visible': { outline: '2px solid var(--focus)', outlineOffset: '2px' },
}

/** How a page looks; every colour and measure is a token, so light and dark need nothing of their own. */
export const pageTheme: Extension = EditorView.theme({ ...sheet, ...words, ...headings, ...blocks, ...box })
