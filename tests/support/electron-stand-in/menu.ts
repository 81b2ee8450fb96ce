import type { MenuItemConstructorOptions, PopupOptions } from 'electron'
import { refuseUnknown, wordsOf } from './declared'
import { tell } from './record'
import { BrowserWindow } from './window'

type Role = NonNullable<MenuItemConstructorOptions['role']>

interface Act {
  readonly label: string
  readonly accelerator?: string
  readonly submenu?: readonly MenuItemConstructorOptions[]
  /** What a click does to the window, or the page, that has the focus. */
  readonly onWindow?: (window: BrowserWindow) => void
  readonly onPage?: 'cut' | 'copy' | 'paste' | 'selectAll'
}

/** The roles that the app uses and those within them, as on macOS (Electron's lib/browser/api/menu-item-roles.ts). */
const acts: Partial<Record<Role, Act>> = {
  about: { label: 'About' },
  services: { label: 'Services' },
  hide: { label: 'Hide', accelerator: 'Command+H' },
  hideOthers: { label: 'Hide Others', accelerator: 'Command+Alt+H' },
  unhide: { label: 'Show All' },
  quit: { label: 'Quit', accelerator: 'CommandOrControl+Q' },
  undo: { label: 'Undo', accelerator: 'CommandOrControl+Z' },
  redo: { label: 'Redo', accelerator: 'Shift+CommandOrControl+Z' },
  cut: { label: 'Cut', accelerator: 'CommandOrControl+X', onPage: 'cut' },
  copy: { label: 'Copy', accelerator: 'CommandOrControl+C', onPage: 'copy' },
  paste: { label: 'Paste', accelerator: 'CommandOrControl+V', onPage: 'paste' },
  selectAll: { label: 'Select All', accelerator: 'CommandOrControl+A', onPage: 'selectAll' },
  pasteAndMatchStyle: { label: 'Paste and Match Style' },
  delete: { label: 'Delete' },
  close: { label: 'Close Window', accelerator: 'CommandOrControl+W', onWindow: (window) => window.close() },
  minimize: { label: 'Minimize', accelerator: 'CommandOrControl+M', onWindow: (window) => window.minimize() },
  zoom: { label: 'Zoom' },
  front: { label: 'Bring All to Front' },
  appMenu: {
    label: 'Twofold',
    submenu: [
      { role: 'about' },
      { role: 'services' },
      { role: 'hide' },
      { role: 'hideOthers' },
      { role: 'unhide' },
      { role: 'quit' },
    ],
  },
  fileMenu: { label: 'File', submenu: [{ role: 'close' }] },
  editMenu: {
    label: 'Edit',
    submenu: [
      { role: 'undo' },
      { role: 'redo' },
      { role: 'cut' },
      { role: 'copy' },
      { role: 'paste' },
      { role: 'pasteAndMatchStyle' },
      { role: 'delete' },
      { role: 'selectAll' },
    ],
  },
}

/** An item as a person reads it. */
export interface ItemSeen {
  readonly role: string | null
  readonly label: string
  readonly isEnabled: boolean
  readonly submenu: readonly ItemSeen[]
}

class MenuItem {
  readonly role: Role | null
  readonly label: string
  readonly accelerator: string | null
  readonly enabled: boolean
  readonly type: string
  readonly submenu: Menu | null

  constructor(options: MenuItemConstructorOptions) {
    refuseUnknown('MenuItemConstructorOptions', options)
    const { role, type, label, accelerator, enabled = true } = options
    if (!role && label === undefined && type !== 'separator')
      throw new TypeError('Invalid template for MenuItem: must have at least one of label, role or type')
    if (role && !wordsOf('MenuItemConstructorOptions', 'role').has(role)) throw new TypeError(`no role is '${role}'`)
    if (type && !wordsOf('MenuItemConstructorOptions', 'type').has(type)) throw new TypeError(`no type is '${type}'`)
    const act = role && acts[role]
    if (role && !act) throw new Error(`the stand-in doesn't know what '${role}' does`)
    const submenu = options.submenu ?? (act && act.submenu && [...act.submenu])
    this.role = role ?? null
    this.label = label ?? (act ? act.label : '')
    this.accelerator = accelerator ?? (act ? (act.accelerator ?? null) : null)
    this.enabled = enabled
    this.type = type ?? (submenu ? 'submenu' : 'normal')
    this.submenu = Array.isArray(submenu) ? Menu.buildFromTemplate(submenu) : null
  }

  /** What Electron does of itself when it is chosen. */
  click(): void {
    const window = [...BrowserWindow.all].find(({ destroyed, focused }) => !destroyed && focused)
    if (!this.enabled || !window) return
    const act = this.role && acts[this.role]
    if (!act) return
    if (act.onWindow) act.onWindow(window)
    else if (act.onPage) window.webContents[act.onPage]()
  }

  seen(): ItemSeen {
    const { role, label, enabled, submenu } = this
    return { role, label, isEnabled: enabled, submenu: submenu?.seen() ?? [] }
  }
}

export class Menu {
  static #application: Menu | null = null
  /** The context menu that was opened last. */
  static opened: Menu | null = null
  readonly items: readonly MenuItem[]

  private constructor(items: readonly MenuItem[]) {
    this.items = items
  }

  static buildFromTemplate(template: readonly MenuItemConstructorOptions[]): Menu {
    if (!Array.isArray(template)) throw new TypeError('Invalid template for Menu: Menu template must be an array')
    return new Menu(template.map((options) => new MenuItem(options)))
  }

  static setApplicationMenu(menu: Menu | null): void {
    if (menu && !(menu instanceof Menu)) throw new TypeError('Invalid menu')
    Menu.#application = menu
    tell('setApplicationMenu', menu && menu.seen())
  }

  /** Presses keys of the menu bar, on a Mac whatever the page does with them; true where an item has them. */
  static press(accelerator: string): boolean {
    const item = Menu.#application?.all().find((each) => each.accelerator === accelerator)
    item?.click()
    return item !== undefined
  }

  popup(options: PopupOptions = {}): void {
    refuseUnknown('PopupOptions', options)
    const { window, x, y, sourceType } = options
    // Electron takes another window where this one is gone, and throws where there is none.
    if (!BrowserWindow.all.some((each) => !each.destroyed && each === (window as unknown)))
      throw new Error('a menu is opened in a window that is gone')
    Menu.opened = this
    tell('popup', this.seen(), { x, y, sourceType })
  }

  /** Every item, those of submenus among them. */
  all(): MenuItem[] {
    return this.items.flatMap((item) => [item, ...(item.submenu?.all() ?? [])])
  }

  seen(): ItemSeen[] {
    return this.items.map((item) => item.seen())
  }
}
