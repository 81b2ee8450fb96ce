import { styleAttribute } from './inert-document'
import { plain, type Format } from './runs'

/** How what stands within an element is set. */
export interface Style extends Format {
  /** Line feeds and spaces are what they are. */
  readonly preserved: boolean
  /** Bold goes without saying, as in a heading. */
  readonly alwaysBold: boolean
}

export const rootStyle: Style = { ...plain, preserved: false, alwaysBold: false }

const byName: Readonly<Record<string, Partial<Style>>> = {
  b: { bold: true },
  strong: { bold: true },
  i: { italic: true },
  em: { italic: true },
  s: { struck: true },
  strike: { struck: true },
  del: { struck: true },
  code: { code: true },
  tt: { code: true },
  kbd: { code: true },
  samp: { code: true },
}

/** What an element's own `style` says, by the name of each property in small letters. */
export const declarations = (element: Element): ReadonlyMap<string, string> =>
  declared(element.getAttribute(styleAttribute) ?? '')

/** The declarations of a style's text, by the name of each property in small letters. */
export function declared(style: string): ReadonlyMap<string, string> {
  const found = new Map<string, string>()
  if (style === '') return found
  for (const declaration of style.split(';')) {
    const colon = declaration.indexOf(':')
    if (colon > 0) {
      found.set(
        declaration.slice(0, colon).trim().toLowerCase(),
        declaration
          .slice(colon + 1)
          .trim()
          .toLowerCase(),
      )
    }
  }
  return found
}

/** How what stands within `element` is set: as around it, then as its name says, then as its own style does. */
export function styleWithin(element: Element, own: ReadonlyMap<string, string>, around: Style): Style {
  const style: Style = { ...around, ...byName[element.localName], ...saidBy(own) }
  return style.alwaysBold ? { ...style, bold: false } : style
}

function saidBy(own: ReadonlyMap<string, string>): Partial<Style> {
  const weight = own.get('font-weight') ?? ''
  const slant = own.get('font-style') ?? ''
  const space = own.get('white-space') ?? own.get('white-space-collapse') ?? ''
  const decoration = `${own.get('text-decoration') ?? ''} ${own.get('text-decoration-line') ?? ''}`
  return {
    ...(/^(?:bold|[6-9]00)/.test(weight)
      ? { bold: true }
      : /^(?:normal|lighter|[1-5]00)/.test(weight)
        ? { bold: false }
        : {}),
    ...(/^(?:italic|oblique)/.test(slant) ? { italic: true } : slant.startsWith('normal') ? { italic: false } : {}),
    ...(decoration.includes('line-through') ? { struck: true } : {}),
    ...(/^(?:pre|break-spaces)/.test(space)
      ? { preserved: true }
      : /^(?:normal|nowrap|collapse)/.test(space)
        ? { preserved: false }
        : {}),
  }
}

/** Whether nobody saw the element where it was copied from, or it is the sign that Word puts before a list's item. */
export function isUnseen(element: Element, own: ReadonlyMap<string, string>): boolean {
  return (
    element.hasAttribute('hidden') ||
    own.get('display') === 'none' ||
    own.get('mso-hide') === 'all' ||
    own.get('mso-list') === 'ignore'
  )
}
