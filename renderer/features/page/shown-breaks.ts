import type { Extension } from '@codemirror/state'
import { highlightSpecialChars } from '@codemirror/view'

/**
 * Shows signs that break a line elsewhere and that an older version let into a text: a browser shows nothing in their
 * place, so that the words beside them run together.
 */
export const shownBreaks: Extension = highlightSpecialChars({
  specialChars: /[\v\f\r\u0085\u2028\u2029]/g,
  render: () => {
    const sign = document.createElement('span')
    sign.className = 'page-mark'
    sign.textContent = '↵'
    return sign
  },
})
