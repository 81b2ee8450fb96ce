import { syntaxTree } from '@codemirror/language'
import { RangeSet, type EditorState, type Extension, type Range } from '@codemirror/state'
import { Decoration, EditorView, ViewPlugin, type DecorationSet, type ViewUpdate } from '@codemirror/view'
import { treeUpTo } from './dialect'
import { lineClasses } from './dress-blocks'
import { dressEmptyMarks } from './dress-inline'
import { dressPart } from './dress-part'

/**
 * How long what is in sight may take to be read, ms: the editor by itself shows bare marks after 20, on a busy machine for
 * half a second. Only the first look at a part of a giant entry takes as long.
 */
const patienceMs = 200

interface Dressed {
  decorations: DecorationSet
  solid: DecorationSet
}

/** Dresses the Markdown in view as what it means. Off-screen text costs nothing, and no text is changed. */
export function dress(): Extension {
  return ViewPlugin.define((view) => new Dresser(view), {
    decorations: (dresser) => dresser.dressed.decorations,
    provide: (plugin) => EditorView.atomicRanges.of((view) => view.plugin(plugin)?.dressed.solid ?? Decoration.none),
  })
}

class Dresser {
  dressed: Dressed
  private writing: boolean

  constructor(view: EditorView) {
    this.writing = isWriting(view)
    this.dressed = dressed(view, this.writing)
  }

  update(update: ViewUpdate): void {
    const writing = update.focusChanged || update.startState.readOnly !== update.state.readOnly
    if (writing) this.writing = isWriting(update.view)
    const parsed = syntaxTree(update.startState) !== syntaxTree(update.state)
    const moved = update.docChanged || update.viewportChanged || update.selectionSet
    if (writing || parsed || moved) this.dressed = dressed(update.view, this.writing)
  }
}

/** While a button of the page's own toolbar has the focus one is still writing, and nothing may jump. */
function isWriting(view: EditorView): boolean {
  if (view.state.readOnly) return false
  return view.hasFocus || (view.dom.closest('[data-journal]')?.contains(view.root.activeElement) ?? false)
}

function dressed(view: EditorView, writing: boolean): Dressed {
  const decorations: Range<Decoration>[] = []
  const solid: Range<Decoration>[] = []
  const { state } = view
  for (const range of view.visibleRanges) {
    const dressing = dressPart(state, treeUpTo(state, range.to, patienceMs), range, writing)
    const { head } = state.selection.main
    if (range.from <= head && head <= range.to) dressEmptyMarks(dressing)
    for (const [at, look] of dressing.lines) decorations.push(lineDecoration(lineClasses(look)).range(at))
    decorations.push(...dressing.ranges, ...rightToLeft(state, range))
    solid.push(...dressing.solid)
  }
  return { decorations: RangeSet.of(decorations, true), solid: RangeSet.of(solid, true) }
}

const ownDirection = Decoration.line({ attributes: { dir: 'auto' } })
const rightToLeftLetter = /[\u0590-\u08FF\uFB1D-\uFDFF\uFE70-\uFEFC]/

/** Each line with a letter of Hebrew, Arabic and their kin takes the direction of its own words. */
function rightToLeft(state: EditorState, { from, to }: { from: number; to: number }): Range<Decoration>[] {
  const found: Range<Decoration>[] = []
  if (!rightToLeftLetter.test(state.sliceDoc(from, to))) return found
  for (let line = state.doc.lineAt(from); ; line = state.doc.line(line.number + 1)) {
    if (rightToLeftLetter.test(line.text)) found.push(ownDirection.range(line.from))
    if (line.to >= to || line.number === state.doc.lines) return found
  }
}

const lineDecorations = new Map<string, Decoration>()

/** The same decoration object for the same classes, so that an update compares it by identity. */
function lineDecoration(classes: string): Decoration {
  const known = lineDecorations.get(classes)
  if (known) return known
  const made = Decoration.line({ class: classes })
  lineDecorations.set(classes, made)
  return made
}
