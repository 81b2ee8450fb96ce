/**
 * Keeps the window where it is when something is dropped beside the places that take it: a browser would open a file or
 * a link in the place of the journal.
 */
export function refuseStrayDrops(): void {
  addEventListener('dragover', refuse)
  addEventListener('drop', refuse)
}

function refuse(event: DragEvent): void {
  const { target, dataTransfer } = event
  const isField = target instanceof HTMLElement && (target.isContentEditable || target.matches('input, textarea'))
  if (event.defaultPrevented || (isField && !dataTransfer?.types.includes('Files'))) return
  event.preventDefault()
  if (dataTransfer) dataTransfer.dropEffect = 'none'
}
