import { normalizeTag } from '../../../shared/entry'

/** The tag that was meant by what was typed: without the number sign that other apps begin one with; '' for none. */
export const typedTag = (text: string): string => normalizeTag(text.replace(/^[\s#＃]+/u, ''))
