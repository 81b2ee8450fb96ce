import type { Locator, Page } from 'playwright-core'
import { expect } from '../../support/e2e'

/** Presses Tab, or Shift and Tab, until this has the focus; fails after so many presses, or where the focus is not seen. */
export async function tabTo(page: Page, target: Locator, { back = false, most = 40 } = {}): Promise<void> {
  await expect(target).toBeVisible()
  const passed: string[] = []
  for (let presses = 0; !(await hasFocus(target)); presses++) {
    if (presses === most) throw new Error(`not reached in ${most} presses, past ${passed.join(', ')}`)
    await page.keyboard.press(back ? 'Shift+Tab' : 'Tab')
    passed.push(await focusSeen(page))
  }
}

/** Goes there by Tab, and presses a key on it. */
export async function pressOn(page: Page, target: Locator, key: 'Enter' | 'Space' = 'Enter'): Promise<void> {
  await tabTo(page, target)
  await page.keyboard.press(key)
}

const hasFocus = (target: Locator) => target.evaluate((element) => element === document.activeElement)

/** What has the focus, in words; throws where nothing has it, or nothing shows that it has. */
export async function focusSeen(page: Page): Promise<string> {
  const { name, isSeen } = await page.evaluate(() => {
    const element = document.activeElement
    const name = element
      ? `${element.tagName.toLowerCase()} “${element.getAttribute('aria-label') ?? element.textContent?.slice(0, 40) ?? ''}”`
      : 'nothing'
    if (!element || element === document.body) return { name, isSeen: false }
    // A dialog that has just opened has the focus as a whole.
    if (element.matches('[role=dialog], [role=alertdialog]')) return { name, isSeen: true }
    // A switch and a list show it on a part of theirs, a field of several parts on what is around it.
    const showing = [element, ...element.querySelectorAll('*'), element.parentElement, element.closest('label')]
    const isRing = (each: Element | null) => {
      if (!each) return false
      const { outlineStyle, outlineWidth } = getComputedStyle(each)
      return outlineStyle !== 'none' && Number.parseFloat(outlineWidth) > 0
    }
    const parts = element.closest('label') ? [...(element.closest('label')?.querySelectorAll('*') ?? [])] : []
    const writes = element instanceof HTMLElement && element.isContentEditable
    const { top, bottom, left, right } = element.getBoundingClientRect()
    const isInside = bottom > 0 && right > 0 && top < window.innerHeight && left < window.innerWidth
    return { name, isSeen: isInside && (writes || [...showing, ...parts].some(isRing)) }
  })
  if (!isSeen) throw new Error(`nothing shows the focus on ${name}`)
  return name
}

/** Carries what one has copied to another's clipboard, as a message does: by a page beside the app, in each browser. */
export async function carryClipboard(from: Page, to: Page): Promise<string> {
  const text = await pasted(from)
  await beside(to, async (page, field) => {
    await page.keyboard.insertText(text)
    await page.keyboard.press('Control+a')
    await page.keyboard.press('Control+c')
    return field.inputValue()
  })
  return text
}

/** What a person gets who pastes somewhere else what they have copied here. */
export const pasted = (app: Page): Promise<string> =>
  beside(app, async (page, field) => {
    await page.keyboard.press('Control+v')
    return field.inputValue()
  })

async function beside(app: Page, act: (page: Page, field: Locator) => Promise<string>): Promise<string> {
  const page = await app.context().newPage()
  await page.setContent('<textarea></textarea>')
  const field = page.locator('textarea')
  await field.focus()
  const value = await act(page, field)
  await page.close()
  await app.bringToFront()
  return value
}
