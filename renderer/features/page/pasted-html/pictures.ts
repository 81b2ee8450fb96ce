import { declarations } from './style'

/** Emoji as Unicode has them (UTS 51): with their skin tones, joined, flags and keycaps; a bare digit is none. */
const emoji = /^(?=.*[\p{Extended_Pictographic}\p{Regional_Indicator}\u20E3])[\p{Emoji}\p{Emoji_Component}\s]+$/u
/** The name that chat programs have for one of their own. */
const emojiName = /^:[\w+-]+:$/

/**
 * What is left of a picture: the emoji that it draws, or else what it is described as, in brackets. Nothing where it has
 * no description, since it is an ornament then or counts who reads.
 */
export function pictureText(picture: Element): string {
  const described = descriptionOf(picture).replace(/\s+/g, ' ').trim()
  if (emoji.test(described) || emojiName.test(described)) return described
  return described === '' || isOrnament(picture) ? '' : `[${described}]`
}

function descriptionOf(picture: Element): string {
  if (picture.localName === 'img') return picture.getAttribute('alt') || picture.getAttribute('data-emoji') || ''
  if (picture.getAttribute('role') !== 'img') return ''
  const title = Array.from(picture.childNodes).find((child) => child.nodeName.toLowerCase() === 'title')
  return picture.getAttribute('aria-label') ?? title?.textContent ?? ''
}

function isOrnament(picture: Element): boolean {
  const own = declarations(picture)
  const isDot = ['width', 'height'].some((side) =>
    /^[01](?:px)?$/.test(own.get(side) ?? picture.getAttribute(side)?.trim() ?? ''),
  )
  return (
    isDot ||
    picture.getAttribute('aria-hidden') === 'true' ||
    ['presentation', 'none'].includes(picture.getAttribute('role') ?? '')
  )
}
