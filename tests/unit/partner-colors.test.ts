import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { expect, it } from 'vitest'

const css = readFileSync(resolve(import.meta.dirname, '../../renderer/ui/tokens.css'), 'utf8')

/** The tokens of one theme; what dark doesn't set is as in light. */
function tokensOf(theme: 'light' | 'dark'): Map<string, string> {
  const [, light = '', dark = ''] = /:root \{([^}]*)\}[^]*?:root\[data-theme='dark'\] \{([^}]*)\}/.exec(css) ?? []
  const block = theme === 'light' ? light : light + dark
  return new Map([...block.matchAll(/--([\w-]+): (#[\da-f]{6});/g)].map(([, name = '', color = '']) => [name, color]))
}

/** Relative luminance and contrast as WCAG 2.2 defines them. */
function luminance(color: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5]
    .map((at) => Number.parseInt(color.slice(at, at + 2), 16) / 255)
    .map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4))
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue
}
function contrast(one: string, other: string): number {
  const [lighter = 0, darker = 0] = [luminance(one), luminance(other)].toSorted((a, b) => b - a)
  return (lighter + 0.05) / (darker + 0.05)
}

it('[R57] the partners’ colours stand out from the page and carry a name, 4.5 to 1 in both themes', () => {
  for (const theme of ['light', 'dark'] as const) {
    const tokens = tokensOf(theme)
    for (const partner of ['partner-first', 'partner-second']) {
      for (const ground of ['bg', 'surface']) {
        const ratio = contrast(tokens.get(partner) ?? '', tokens.get(ground) ?? '')
        expect(ratio, `${partner} on ${ground}, ${theme}`).toBeGreaterThanOrEqual(4.5)
      }
    }
  }
})
