import { type BrowserWindow, type Rectangle, screen } from 'electron'
import { onScreen } from './on-screen'

/** How a window stands on the screen, for the one that takes its place. */
export interface Placement {
  /** Where it is while it is neither maximised nor full screen, in DIP. */
  readonly bounds: Rectangle
  readonly isMaximized: boolean
  readonly isFullScreen: boolean
  readonly shown: 'front' | 'behind' | 'minimized'
}

/** The same place on the displays that there are. */
export function reachableBounds({ bounds }: Placement): Rectangle {
  const areas = screen.getAllDisplays().map(({ workArea }) => workArea)
  return onScreen(bounds, areas, screen.getDisplayMatching(bounds).workArea)
}

export interface PlacedWindow {
  /** How it stands; what it is still to become counts as done. */
  placement(): Placement
  /** Shows it for the first time, as the former window stood: in front only where that one was. */
  appear(): void
  /** Brings it to the front, whether it has appeared or not. */
  raise(): void
}

/** Places a window that isn't shown yet as another one stood, or as a first one. */
export function placeWindow(window: BrowserWindow, former: Placement | null): PlacedWindow {
  let shown: Placement['shown'] | null = former?.shown ?? 'front'
  const due = createDueShape(window, former)
  const shapeOf = watchShape(window)

  const appear = () => {
    const how = shown
    shown = null
    switch (how) {
      case 'front':
        // Maximised first, it isn't seen smaller; only show() surely gives it the focus. Full screen before show()
        // left black windows behind (electron 7722).
        due.maximize()
        window.show()
        due.fillScreen()
        return
      case 'behind':
        // On a hidden window maximize() takes the focus (electron 32948), on a shown one it doesn't.
        window.showInactive()
        due.maximize()
        // On macOS full screen is a space of its own, to which it would take the person away from their work.
        if (process.platform === 'darwin') window.once('focus', due.fillScreen)
        else due.fillScreen()
        return
      case 'minimized':
        window.once('restore', () => {
          due.maximize()
          due.fillScreen()
        })
        window.minimize()
        return
      case null:
    }
  }

  return {
    placement() {
      const shape = shapeOf()
      return {
        bounds: window.getNormalBounds(),
        isMaximized: shape.isMaximized || due.isMaximized(),
        isFullScreen: shape.isFullScreen || due.isFullScreen(),
        shown: shown ?? (window.isMinimized() ? 'minimized' : window.isFocused() ? 'front' : 'behind'),
      }
    },
    appear,
    raise() {
      if (shown) shown = 'front'
      appear()
      if (window.isMinimized()) window.restore()
      window.show()
      window.focus()
    },
  }
}

/** What is left to be done once the person looks at the window: each is done once. */
function createDueShape(window: BrowserWindow, former: Placement | null) {
  let isMaximized = former?.isMaximized ?? false
  let isFullScreen = former?.isFullScreen ?? false
  return {
    isMaximized: () => isMaximized,
    isFullScreen: () => isFullScreen,
    maximize() {
      if (isMaximized) window.maximize()
      isMaximized = false
    },
    fillScreen() {
      if (isFullScreen) window.setFullScreen(true)
      isFullScreen = false
    },
  }
}

/**
 * What fills the screen, also under a window that is minimised. On Linux one that is minimised is nothing else, and one
 * that is full screen not maximised: that one shape has ended is told when the next has begun (UpdateWindowState in
 * Electron's electron_desktop_window_tree_host_linux.cc).
 */
function watchShape(window: BrowserWindow): () => Pick<Placement, 'isMaximized' | 'isFullScreen'> {
  let isMaximized = false
  let isFullScreen = false
  const remember = () => {
    if (window.isMinimized()) return
    isFullScreen = window.isFullScreen()
    if (!isFullScreen) isMaximized = window.isMaximized()
  }
  window.on('maximize', remember)
  window.on('unmaximize', remember)
  window.on('enter-full-screen', remember)
  window.on('leave-full-screen', remember)
  window.on('restore', remember)
  return () => {
    remember()
    return { isMaximized, isFullScreen }
  }
}
