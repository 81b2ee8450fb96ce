import { Menu } from 'electron'

/**
 * The menu bar: what macOS needs for copying, closing and quitting, elsewhere none. No entry reloads the page or opens
 * developer tools, and the app's own shortcuts are the page's.
 */
export function createAppMenu(platform: NodeJS.Platform): Menu | null {
  if (platform !== 'darwin') return null
  return Menu.buildFromTemplate([
    { role: 'appMenu' },
    { role: 'fileMenu' },
    { role: 'editMenu' },
    { label: 'Window', submenu: [{ role: 'minimize' }, { role: 'zoom' }, { role: 'front' }] },
  ])
}
