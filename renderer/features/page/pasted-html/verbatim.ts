import { withoutMark } from './inert-document'

const lines = new Set('div p li tr'.split(' '))

/** The text of a preformatted element as it stands, a line for each line; below `depth` elements only their letters. */
export function verbatimText(element: Element, depth: number): string {
  return withoutMark(textWithin(element, depth))
    .replace(/\r\n?/g, '\n')
    .replace(/\u00A0/g, ' ')
    .replace(/^\n|\n+$/g, '')
}

function textWithin(node: Node, depth: number): string {
  if (depth <= 0) return node.textContent ?? ''
  let text = ''
  for (let child = node.firstChild; child; child = child.nextSibling) {
    const name = child.nodeName.toLowerCase()
    if (lines.has(name) && text !== '' && !text.endsWith('\n')) text += '\n'
    if (child.nodeType === child.TEXT_NODE) text += child.nodeValue ?? ''
    else if (name === 'br') text += '\n'
    else if (child.nodeType === child.ELEMENT_NODE) text += textWithin(child, depth - 1)
    if (lines.has(name) && !text.endsWith('\n')) text += '\n'
  }
  return text
}
