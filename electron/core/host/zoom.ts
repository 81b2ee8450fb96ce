/** How large a page may be drawn, in the steps of Chromium's own zoom; 1 is its own size. */
const steps = [0.5, 0.67, 0.75, 0.8, 0.9, 1, 1.1, 1.25, 1.5, 1.75, 2] as const

export const smallestZoom = steps[0]
export const largestZoom = 2

export type ZoomChange = 'in' | 'out' | 'reset'

/** The next step from any size; the last one stays where there is none. */
export function nextZoom(zoom: number, change: ZoomChange): number {
  switch (change) {
    case 'in':
      return steps.find((step) => step > zoom) ?? largestZoom
    case 'out':
      return steps.findLast((step) => step < zoom) ?? smallestZoom
    case 'reset':
      return 1
  }
}
