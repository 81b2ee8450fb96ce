import { strikethrough, tables, taskListItems } from '@truto/turndown-plugin-gfm'
import TurndownService from 'turndown'
import { asLinkTarget, linkAddress } from './link-address'

const telling =
  /<(?:a|b|strong|i|em|s|del|strike|h[1-6]|ul|ol|li|table|blockquote|pre|code|hr|input)[\s>/]|font-weight:\s*(?:bold|[6-9]00)|font-style:\s*italic/i

const leftOut = new Set(
  'script style noscript template title meta link iframe object embed img picture svg video audio canvas map'.split(
    ' ',
  ),
)

let converter: TurndownService | null = null

/** Whether the HTML holds anything that its plain text doesn't say as well. */
export function saysMoreThanText(html: string): boolean {
  return telling.test(html)
}

/**
 * The Markdown that says what the pasted HTML says. Pictures, scripts and styles are left out, and so is every link
 * target but https and mailto. The HTML is parsed as an inert document: nothing in it runs or is fetched.
 */
export function markdownFromHtml(html: string): string {
  converter ??= createConverter()
  return converter
    .turndown(html.replace(/\r\n?/g, '\n'))
    .replace(/\u00A0/g, ' ')
    .replace(/[ \t]+$/gm, '')
    .replace(/\n{3,}/g, '\n\n')
    .trim()
}

function createConverter(): TurndownService {
  const service = new TurndownService({
    headingStyle: 'atx',
    hr: '---',
    bulletListMarker: '-',
    codeBlockStyle: 'fenced',
    emDelimiter: '*',
    strongDelimiter: '**',
    linkStyle: 'inlined',
    br: '',
  })
  service.use([tables, strikethrough, taskListItems])
  // A rule of one's own goes before turndown's for pictures, which `remove` would come after.
  service.addRule('left-out', { filter: isLeftOut, replacement: () => '' })
  addLinks(service)
  addItems(service)
  addStyledWords(service)
  return service
}

function isLeftOut(node: HTMLElement): boolean {
  return leftOut.has(node.nodeName.toLowerCase())
}

function addLinks(service: TurndownService): void {
  service.addRule('link', {
    filter: 'a',
    replacement: (content, node) => {
      const address = linkAddress(node.getAttribute('href') ?? '')
      const words = content.trim()
      if (!address || words === '' || words.includes('\n')) return content
      return `[${words}](${asLinkTarget(address)})`
    },
  })
}

function addItems(service: TurndownService): void {
  service.addRule('item', {
    filter: 'li',
    replacement: (content, node) => {
      const item = node
      const mark = itemMark(item)
      const indent = ' '.repeat(mark.length)
      const words = content
        .trim()
        .replace(/\n{2,}(?= *(?:[-*+]|\d+\.) )/g, '\n')
        .replace(/^(\[[ x]\]) +/, '$1 ')
      const task =
        item.getAttribute('role') === 'checkbox' ? taskMark(item.getAttribute('aria-checked') === 'true') : ''
      return `${mark}${task}${words.replace(/\n(?!\n|$)/g, `\n${indent}`)}${item.nextSibling ? '\n' : ''}`
    },
  })
}

function itemMark(item: HTMLElement): string {
  const list = item.parentElement
  if (list?.nodeName !== 'OL') return '- '
  const start = Number.parseInt(list.getAttribute('start') ?? '1', 10)
  const items = Array.from(list.childNodes).filter((child) => child.nodeName === 'LI')
  return `${(Number.isNaN(start) ? 1 : start) + items.indexOf(item)}. `
}

function taskMark(checked: boolean): string {
  return checked ? '[x] ' : '[ ] '
}

/** Office suites say bold and italic by style, and wrap whole texts in a `b` whose style says that it isn't bold. */
function addStyledWords(service: TurndownService): void {
  service.addRule('not-bold', {
    filter: (node) =>
      ['B', 'STRONG'].includes(node.nodeName) && /font-weight:\s*(?:normal|[1-5]00)/i.test(styleOf(node)),
    replacement: (content) => content,
  })
  service.addRule('styled', {
    filter: (node) => node.nodeName === 'SPAN' && styledMark(node) !== '',
    replacement: (content, node) => {
      const mark = styledMark(node)
      const words = content.trim()
      if (words === '' || words.includes('\n')) return content
      const [before = '', after = ''] = content.split(words)
      return `${before}${mark}${words}${mark}${after}`
    },
  })
}

function styledMark(node: HTMLElement): string {
  const style = styleOf(node)
  const bold = /font-weight:\s*(?:bold|[6-9]00)/i.test(style) ? '**' : ''
  return bold + (/font-style:\s*italic/i.test(style) ? '*' : '')
}

function styleOf(node: HTMLElement): string {
  return node.getAttribute('style') ?? ''
}
