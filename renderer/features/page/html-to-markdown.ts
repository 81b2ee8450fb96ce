import { inertDocument } from './pasted-html/inert-document'
import { blocksIn } from './pasted-html/read-html'
import { blocksMarkdown } from './pasted-html/write-markdown'

/** What HTML says and its plain text doesn't: marks, lists, tables, links, and pictures that may be emoji. */
const telling =
  /<(?:a|b|strong|i|em|s|del|strike|h[1-6]|ul|ol|li|table|blockquote|pre|code|hr|input|img)[\s>/]|font-weight:\s*(?:bold|[6-9]00)|font-style:\s*italic|:\s*line-through|mso-list:|role="(?:img|checkbox)"/i

/** Whether the HTML holds anything that its plain text doesn't say as well. */
export function saysMoreThanText(html: string): boolean {
  return telling.test(html)
}

/** What an editor for programs copies, in letters of one width and with its spaces: the text is what is meant. */
const fromEditor = /\bmonospace\b|white-space:\s*pre\s*[;"']/i

/**
 * Whether HTML shows its text as words that have no look: where another program draws them so, a `#` or two waves among
 * them are no marks.
 */
export function showsWords(html: string): boolean {
  return html.trim() !== '' && !saysMoreThanText(html) && !fromEditor.test(html)
}

/**
 * The Markdown that says what the pasted HTML says, in time that grows with its length. Scripts and styles are left out,
 * pictures leave what they are described as, and a link keeps its target where the page would open it. The HTML is
 * parsed as an inert document: nothing in it runs or is fetched.
 */
export function markdownFromHtml(html: string): string {
  const { body, documentElement } = inertDocument(html)
  // A browser writes the space so with which a selection begins.
  return blocksMarkdown(blocksIn(body ?? documentElement)).replace(/^\u00A0(?!\u00A0)/, '')
}
