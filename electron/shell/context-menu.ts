import { type BrowserWindow, type ContextMenuParams, Menu, type MenuItemConstructorOptions } from 'electron'

/**
 * Offers a menu in text fields and on selected text, and nowhere else. The frame isn't named to it: with one macOS adds
 * services of its own, which get what is selected.
 */
export function offerContextMenu(window: BrowserWindow): void {
  window.webContents.on('context-menu', (_event, params) => {
    const items = itemsFor(params)
    if (items.length === 0) return
    // Where the pointer is can't be asked on Wayland, and isn't where the menu key was pressed.
    const { x, y, menuSourceType: sourceType } = params
    Menu.buildFromTemplate(items).popup({ window, x, y, sourceType })
  })
}

function itemsFor({ isEditable, selectionText, editFlags }: ContextMenuParams): MenuItemConstructorOptions[] {
  const copy: MenuItemConstructorOptions = { role: 'copy', enabled: editFlags.canCopy }
  if (!isEditable) return selectionText === '' ? [] : [copy]
  return [
    { role: 'cut', enabled: editFlags.canCut },
    copy,
    { role: 'paste', enabled: editFlags.canPaste },
    { type: 'separator' },
    { role: 'selectAll', enabled: editFlags.canSelectAll },
  ]
}
