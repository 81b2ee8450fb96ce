import { tell } from './record'

export const shell = {
  openExternal: async (url: string) => tell('openExternal', url),
}

export const dialog = {
  /** What a person picks next; nothing where this is empty. */
  next: [] as string[],
  showErrorBox(title: string, content: string): void {
    tell('showErrorBox', title, content)
    // Where nothing can be shown Electron writes to the terminal.
    process.stderr.write(`${title}: ${content}\n`)
  },
  async showOpenDialog(options: unknown) {
    tell('showOpenDialog', options)
    const filePaths = dialog.next.splice(0, 1)
    return { canceled: filePaths.length === 0, filePaths }
  },
}

export const Menu = {
  buildFromTemplate: (template: unknown) => template,
  setApplicationMenu: (menu: unknown) => tell('setApplicationMenu', menu),
}

export const crashReporter = {
  start: (options: unknown) => tell('crashReporter.start', options),
}
