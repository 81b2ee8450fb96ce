import { figureOf } from '../../../../shared/figures'
import type { Item, List } from './blocks'
import { styleAttribute } from './inert-document'
import { nextNode } from './node-order'
import { declarations } from './style'

/** Numbers of more digits make no item (CommonMark 5.2). */
const largestNumber = 999_999_999

/** Begins a list as its element says: bullets, or numbers from `start`, downwards where it is `reversed`. */
export function listOf(element: Element): List {
  if (element.localName !== 'ol') return { next: null, step: 1, last: null }
  const step = element.hasAttribute('reversed') ? -1 : 1
  const first = step < 0 ? Array.from(element.children).filter(({ localName }) => localName === 'li').length : 1
  return { next: numberIn(element.getAttribute('start')) ?? first, step, last: null }
}

/** The list's next item, with the number of its own `value` or the one after the last. */
export function itemOf(element: Element, list: List): Item {
  const task = checkedState(element)
  if (list.next === null) return { type: 'item', list, mark: '- ', task, isWritten: false }
  const number = numberIn(element.getAttribute('value')) ?? list.next
  list.next = number + list.step
  return { type: 'item', list, mark: numberMark(number), task, isWritten: false }
}

export const numberMark = (number: number): string => `${Math.min(Math.max(number, 0), largestNumber)}. `

/** Whether the element is a ticked box or one to tick; null for any other. */
export function checkedState(element: Element): boolean | null {
  const said =
    element.getAttribute('role') === 'checkbox'
      ? element.getAttribute('aria-checked')
      : element.getAttribute('data-checked')
  if (said !== null) return said === 'true'
  if (element.localName === 'input' && element.getAttribute('type')?.toLowerCase() === 'checkbox') {
    return element.hasAttribute('checked')
  }
  if (element.getAttribute('aria-roledescription') === 'checkbox') return element.getAttribute('alt') === 'checked'
  const evernote = /--en-checked:\s*(true|false)/.exec(element.getAttribute(styleAttribute) ?? '')?.[1]
  const notion = /(?:^|\s)checkbox-(on|off)(?:\s|$)/.exec(element.getAttribute('class') ?? '')?.[1]
  if (evernote) return evernote === 'true'
  return notion ? notion === 'on' : null
}

/** The box that some programs write with letters where an item begins, as `[ ]`, `[x]`, `☐` or `☑`, and its length. */
export function writtenBox(text: string): { task: boolean; length: number } | null {
  const found = /^(?:\[([ xX])\]|([☐☑☒✅]))\s+/u.exec(text)
  return found && { task: found[1] ? found[1] !== ' ' : found[2] !== '☐', length: found[0].length }
}

/** What Word says of a paragraph that it draws as a list's item: its level, from 1, and the sign it stands behind. */
export function wordItem(element: Element, own: ReadonlyMap<string, string>): { level: number; sign: string } | null {
  const level = /\blevel([1-9])/.exec(own.get('mso-list') ?? '')?.[1]
  if (!level) return null
  const sign = signOf(element)
  return { level: Number(level), sign: sign?.textContent?.replace(/[\s\u00A0]+/g, '') ?? '' }
}

function signOf(paragraph: Element): Node | null {
  for (let node = paragraph.firstChild as Node | null; node; node = nextNode(node, paragraph, { over: false })) {
    const isElement = node.nodeType === node.ELEMENT_NODE
    if (isElement && declarations(node as Element).get('mso-list') === 'ignore') return node
    // It stands before all words.
    if (!isElement && node.nodeType === node.TEXT_NODE && node.nodeValue?.trim() !== '') return null
  }
  return null
}

/** The mark for Word's sign: a number as written, in the figures of any script, the next number for a letter, or a bullet. */
export function markOfSign(sign: string, before: Item | undefined): string {
  const figures = /(\p{Nd}+)\P{Nd}{0,2}$/u.exec(sign.normalize('NFKC'))?.[1]
  if (figures) return numberMark(Number(Array.from(figures, figureOf).join('')))
  if (!/^\p{Ps}?\p{L}+\p{P}$/u.test(sign)) return '- '
  return numberMark((numberIn(before?.mark ?? null) ?? 0) + 1)
}

function numberIn(text: string | null): number | null {
  const number = Number.parseInt(text ?? '', 10)
  return Number.isNaN(number) ? null : number
}
