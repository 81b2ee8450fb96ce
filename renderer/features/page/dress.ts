import { syntaxTree } from '@codemirror/language'
import { RangeSet, type Extension, type Range } from '@codemirror/state'
import { Decoration, EditorView, ViewPlugin, type DecorationSet, type ViewUpdate } from '@codemirror/view'
import { dressBlock, dressIndent, leaveBlock, lineClasses } from './dress-blocks'
import { dressInline } from './dress-inline'
import { startDressing } from './dressing'

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

  constructor(view: EditorView) {
    this.dressed = dressed(view)
  }

  update(update: ViewUpdate): void {
    const parsed = syntaxTree(update.startState) !== syntaxTree(update.state)
    const locked = update.startState.readOnly !== update.state.readOnly
    const moved = update.docChanged || update.viewportChanged || update.selectionSet
    if (moved || parsed || locked) this.dressed = dressed(update.view)
  }
}

function dressed(view: EditorView): Dressed {
  const decorations: Range<Decoration>[] = []
  const solid: Range<Decoration>[] = []
  const { state } = view
  for (const { from, to } of view.visibleRanges) {
    const dressing = startDressing(state, from, to)
    syntaxTree(state).iterate({
      from,
      to,
      enter: (node) => {
        dressBlock(dressing, node)
        dressInline(dressing, node)
      },
      leave: (node) => leaveBlock(dressing, node),
    })
    for (const [at, look] of dressing.lines) {
      decorations.push(lineDecoration(lineClasses(look)).range(at))
      if (look.indent > 0) dressIndent(dressing, at, look.indent)
    }
    decorations.push(...dressing.ranges)
    solid.push(...dressing.solid)
  }
  return { decorations: RangeSet.of(decorations, true), solid: RangeSet.of(solid, true) }
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
