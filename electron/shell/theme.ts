import { nativeTheme } from 'electron'
import type { Preferences } from '../../shared/contract'

/** What lies behind everything the page shows: `--bg` of renderer/ui/tokens.css. */
export const desk = { light: '#faf7f2', dark: '#191715' }

/** Gives the app's theme to all that the system draws, and to the page's `prefers-color-scheme`. */
export function showTheme(theme: Preferences['theme']): void {
  if (nativeTheme.themeSource !== theme) nativeTheme.themeSource = theme
}

/** The color a window has before its page is drawn, and at its edges while it is resized. */
export const deskColor = () => (nativeTheme.shouldUseDarkColors ? desk.dark : desk.light)
