import { withoutMark } from './inert-document'

const lines = new Set('div p li tr'.split(' '))

/** The text of a preformatted element as it stands, a line for each line; below `depth` elements only their letters. */
export function verbatimText(element: Element, depth: number): string {
  const parts: string[] = []
  collect(element, depth, parts)
  return withoutMark(parts.join(''))
    .replace(/\r\n?/g, '\n')
    .replace(/\u00A0/g, ' ')
    .replace(/^\n|(?<!\n)\n+$/g, '')
}

/** Not into one text that grows: to look at its end, a browser copies all of it each time. */
function collect(node: Node, depth: number, parts: string[]): void {
  const begin = parts.length
  const add = (text: string | null) => {
    if (text) parts.push(text)
  }
  const endLine = () => {
    if (parts.length === begin || !parts.at(-1)?.endsWith('\n')) parts.push('\n')
  }
  if (depth <= 0) return add(node.textContent)
  for (let child = node.firstChild; child; child = child.nextSibling) {
    const name = child.nodeName.toLowerCase()
    if (lines.has(name) && parts.length > begin) endLine()
    if (child.nodeType === child.TEXT_NODE) add(child.nodeValue)
    else if (name === 'br') add('\n')
    else if (child.nodeType === child.ELEMENT_NODE) collect(child, depth - 1, parts)
    if (lines.has(name)) endLine()
  }
}
