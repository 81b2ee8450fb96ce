/**
 * A thin stand-in for the `electron` module, for machines where Electron's runtime can't be had. It has only what the
 * app uses, keeps what it is told, and refuses what Electron refuses: tests/smoke/STAND-IN.md has its rules, each with
 * its source. The main process, the vault process and the preload that run on it are the built ones, the processes and
 * the files are real.
 *
 * It proves that our code runs, and that it asks Electron for what we mean to ask. It does not prove that Electron does
 * it: no page is rendered here, no sandbox is closed, no permission is refused by Chromium. The end-to-end
 * specifications show that wherever the runtime is present.
 */
export { app, powerMonitor } from './app'
export { ipcMain } from './ipc-main'
export { told } from './record'
export { protocol, session } from './session'
export { MessageChannelMain, utilityProcess } from './utility-process'
export { BrowserWindow } from './window'
export { Menu } from './menu'
export { crashReporter, dialog, nativeTheme, screen, shell } from './surroundings'
