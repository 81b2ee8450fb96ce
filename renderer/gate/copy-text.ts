/**
 * Puts a text on the clipboard; false where the system refuses. It goes by the document's own copy event, which needs
 * no permission: the app denies itself all of them, the asynchronous clipboard included.
 */
export function copyText(text: string): boolean {
  const fill = (event: ClipboardEvent) => {
    event.preventDefault()
    event.clipboardData?.setData('text/plain', text)
  }
  document.addEventListener('copy', fill, { once: true, capture: true })
  try {
    return document.execCommand('copy')
  } finally {
    document.removeEventListener('copy', fill, { capture: true })
  }
}
