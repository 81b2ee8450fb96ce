import type { Tree } from '@lezer/common'
import { dressBlock, leaveBlock } from './dress-blocks'
import { dressInline } from './dress-inline'
import { dressIndent } from './dress-items'
import { type Dressing, startDressing } from './dressing'
import type { EditorState } from '@codemirror/state'
import type { Span } from './inline-marks'

/** Dresses what the tree has in a part of the text, all but marks that are still empty. */
export function dressPart(state: EditorState, tree: Tree, part: Span, writing: boolean): Dressing {
  const dressing = startDressing(state, writing, part)
  tree.iterate({
    from: part.from,
    to: part.to,
    enter: (node) => {
      dressBlock(dressing, node)
      dressInline(dressing, node)
    },
    leave: (node) => leaveBlock(dressing, node),
  })
  for (const [at, { indent }] of dressing.lines) if (indent > 0) dressIndent(dressing, at, indent)
  return dressing
}
