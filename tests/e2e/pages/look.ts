import { createRequire } from 'node:module'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { expect } from '../../support/e2e'

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
const sizes = [
  { width: 1280, height: 800 },
  { width: 900, height: 600 },
] as const
const themes = ['light', 'dark'] as const

/**
 * Looks at the view in both themes and sizes: a screenshot of each into test-results/views, no axe violation, nothing
 * cut off. `before` brings a view back that doesn't stay by itself.
 */
export async function look(page: Page, name: string, before: () => Promise<void> = async () => {}): Promise<void> {
  for (const size of sizes) {
    await page.setViewportSize(size)
    for (const theme of themes) {
      await page.emulateMedia({ colorScheme: theme })
      await expect(page.locator(`html[data-theme=${theme}]`)).toBeAttached()
      await before()
      await settled(page)
      await page.screenshot({ path: join('test-results', 'views', `${name}-${theme}-${size.width}.png`) })
      const found = [...(await violations(page)), ...(await page.evaluate(cutOff))]
      expect.soft(found, `${name}, ${theme}, ${size.width}`).toEqual([])
    }
  }
  await page.setViewportSize(sizes[0])
  await page.emulateMedia({ colorScheme: 'light' })
}

/** Resolves when the page has been painted as it is now, fonts are there and nothing moves any more. */
export const settled = (page: Page): Promise<void> =>
  page.evaluate(async () => {
    await document.fonts.ready
    // The first frame lays out what has changed, and what follows from the layout comes with the second.
    for (let frame = 0; frame < 2; frame++) await new Promise(requestAnimationFrame)
    // The name beside the partner's caret fades in its own time.
    const moving = document
      .getAnimations()
      .filter((each) => !(each instanceof CSSAnimation && each.animationName === 'page-partner-fade'))
    await Promise.allSettled(moving.map((animation) => animation.finished))
  })

async function violations(page: Page): Promise<string[]> {
  await page.evaluate(axe)
  return page.evaluate(async () => {
    const { axe: loaded } = window as unknown as { axe: { run(context: object): Promise<AxeResults> } }
    // React Aria's announcer holds for some seconds what it has just said, and so the name of a button that is gone.
    const { violations } = await loaded.run({ exclude: [['[data-live-announcer]']] })
    return violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join(' | ')}`)
  })
}

interface AxeResults {
  violations: { id: string; nodes: { html: string }[] }[]
}

/** Runs in the page: what reaches over the window's edge, and words that are clipped without an ellipsis. */
function cutOff(): string[] {
  const name = (element: Element) => element.outerHTML.slice(0, 120)
  const isSeen = (element: Element) => element.checkVisibility({ visibilityProperty: true, opacityProperty: true })
  const isClipped = (element: HTMLElement) => {
    const { overflowX, textOverflow, clipPath } = getComputedStyle(element)
    const hasWords = [...element.childNodes].some(
      (node) => node.nodeType === Node.TEXT_NODE && node.textContent?.trim(),
    )
    return (
      hasWords &&
      (overflowX === 'hidden' || overflowX === 'clip') &&
      textOverflow !== 'ellipsis' &&
      clipPath === 'none' &&
      element.scrollWidth > element.clientWidth + 1
    )
  }
  const isOutside = (element: Element) => {
    const { left, right, width } = element.getBoundingClientRect()
    return width > 0 && (left < -1 || right > window.innerWidth + 1)
  }
  const { scrollWidth, scrollHeight } = document.documentElement
  const isTooBig = scrollWidth > window.innerWidth || scrollHeight > window.innerHeight
  const all = [...document.querySelectorAll<HTMLElement>('#root *, [role=dialog], [role=alertdialog] *')].filter(isSeen)
  const dialogs = [...document.querySelectorAll('[role=dialog], [role=alertdialog]')].filter((dialog) => {
    const { top, bottom } = dialog.getBoundingClientRect()
    return top < 0 || bottom > window.innerHeight
  })
  const controls = all.filter((element) => element.matches('button, input, a, [role=option]') && isOutside(element))
  return [
    ...(isTooBig ? ['the document is larger than the window'] : []),
    ...dialogs.map((dialog) => `over the edge: ${name(dialog)}`),
    ...controls.map((control) => `outside: ${name(control)}`),
    ...all.filter(isClipped).map((element) => `clipped: ${name(element)}`),
  ]
}
