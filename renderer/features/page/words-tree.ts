import type { Tree } from '@lezer/common'
import { parseMarkdown } from './dialect'
import { isNumberOfWords } from './list-numbers'

/** The syntax tree of a text by itself in which a number that words begin with is a part of them, as the page shows it. */
export function parseWords(text: string): Tree {
  const tree = parseMarkdown(text)
  const source = { sliceDoc: (from = 0, to = text.length) => text.slice(from, to) }
  const signs: number[] = []
  tree.iterate({
    enter({ node, to }) {
      if (isNumberOfWords(source, node)) signs.push(to - 1)
    },
  })
  if (signs.length === 0) return tree
  // With a figure in place of its dot or bracket a number is none of a list.
  const plain = signs.map((at, index) => `${text.slice((signs[index - 1] ?? -1) + 1, at)}0`)
  return parseMarkdown(plain.join('') + text.slice((signs.at(-1) ?? -1) + 1))
}
