import type { Rectangle } from 'electron'

/** How much of its upper edge a window needs on a display for a person to take hold of it, in DIP. */
const grip = { width: 120, height: 40 }

/**
 * The bounds where a person can reach the window by its upper edge; else moved, and if need be cut down, into `home`.
 * A display may have gone since they were noted.
 */
export function onScreen(bounds: Rectangle, workAreas: readonly Rectangle[], home: Rectangle): Rectangle {
  const edge = { ...bounds, height: Math.min(bounds.height, grip.height) }
  if (workAreas.some((area) => isReachable(edge, area))) return bounds
  const width = Math.min(bounds.width, home.width)
  const height = Math.min(bounds.height, home.height)
  return {
    x: within(bounds.x, home.x, home.x + home.width - width),
    y: within(bounds.y, home.y, home.y + home.height - height),
    width,
    height,
  }
}

function isReachable(edge: Rectangle, area: Rectangle): boolean {
  const width = Math.min(edge.x + edge.width, area.x + area.width) - Math.max(edge.x, area.x)
  // Above the work area lies the system's own bar, under which a title bar can't be taken hold of.
  const isBelowTop = edge.y >= area.y && edge.y + edge.height <= area.y + area.height
  return isBelowTop && width >= Math.min(grip.width, edge.width)
}

const within = (value: number, least: number, most: number) => Math.max(least, Math.min(value, most))
