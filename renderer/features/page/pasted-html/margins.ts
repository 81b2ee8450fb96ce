import { declared } from './style'

type Declarations = ReadonlyMap<string, string>

/**
 * What the style sheets of a document say of the margins of its paragraphs, by class: Word, Outlook and Apple's programs
 * write it there, as `p.MsoNormal {margin:0cm}`.
 */
export function marginsByClass(document: Document): ReadonlyMap<string, Declarations> {
  const found = new Map<string, Declarations>()
  for (const sheet of Array.from(document.getElementsByTagName('style'))) {
    for (const rule of (sheet.textContent ?? '').split('}')) {
      const opening = rule.lastIndexOf('{')
      const names = classesIn(rule.slice(0, Math.max(0, opening)))
      if (names.length === 0) continue
      const margins = [...declared(rule.slice(opening + 1))].filter(([property]) => property.startsWith('margin'))
      for (const name of names) found.set(name, new Map([...(found.get(name) ?? []), ...margins]))
    }
  }
  return found
}

const classesIn = (selectors: string): string[] =>
  selectors.split(',').flatMap((selector) => /(?:^|[\s/])p\.([\w-]+)$/.exec(selector.trimEnd())?.[1] ?? [])

/** Whether a paragraph is set close to its neighbors: as Outlook and Google Docs do, that make one of each line. */
export function hasNoMargin(own: Declarations, ofClass: Declarations | undefined): boolean {
  const [inner, outer] = [verticalMargins(own), ofClass && verticalMargins(ofClass)]
  const isZero = (margin: string | undefined) => Number.parseFloat(margin ?? '') === 0
  return isZero(inner.top ?? outer?.top) && isZero(inner.bottom ?? outer?.bottom)
}

function verticalMargins(declarations: Declarations): { top: string | undefined; bottom: string | undefined } {
  const [top, , bottom = top] = declarations.get('margin')?.split(/\s+/) ?? []
  return { top: declarations.get('margin-top') ?? top, bottom: declarations.get('margin-bottom') ?? bottom }
}
