/** No character (Unicode 23.7), and so in no text: marks what HTML is read under another name. */
const mark = '\uFDD0'

/** The attribute by which an inert document has what its source calls `style`. */
export const styleAttribute = `style${mark}`

/**
 * Parses HTML as a document in which nothing runs, is fetched or drawn. The window's content policy would be broken by
 * each `style` even there, so the attribute bears another name; `withoutMark` takes that off what else looks like one.
 */
export function inertDocument(html: string): Document {
  const source = withoutMark(html).replace(/(?<=[\s"'/])style(?=\s*=)/gi, `$&${mark}`)
  return new DOMParser().parseFromString(source, 'text/html')
}

/** A text, or a value, of an inert document as its source has it. */
export const withoutMark = (text: string): string => text.replaceAll(mark, '')
