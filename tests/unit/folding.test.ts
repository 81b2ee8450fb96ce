import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createSearch } from '../../electron/core/journals/search'
import { foldForSearch, foldSpelling, foldWithOrigins, originOfPlace } from '../../shared/folding'
import { isCutAt } from '../../shared/whole-characters'
import { entryOf } from '../support/journal-entries'

const found = (body: string, text: string) => createSearch().find([entryOf(1, { body })], text)

/** The marked pieces of the passage, as they stand in it. */
const marked = (body: string, text: string) =>
  found(body, text).flatMap(({ excerpt, inExcerpt }) => inExcerpt.map(([from, to]) => excerpt.slice(from, to)))

/** Letters of many scripts, single marks, signs that fold to several letters or to none, and halves of clusters. */
const letters = [
  ['a', 'B', ' ', 'é', 'e\u0301', 'ß', 'ﬃ', '…', '\u00ad', '\u200b', 'æ', 'Ø', 'İ', 'ı', 'Σ', '㎏', '①', 'Ａ'],
  ['한', 'ᄒ', 'ᅡ', 'が', 'ｶﾞ', '日', 'क़', 'षि', '\u094d', 'ำ', 'كَ', 'ﷺ', '´', '𝔘', '👍🏽', '👩‍❤️‍👩', '🇩🇪', '1️⃣', '’', '—'],
].flat()
const letter = fc.constantFrom(...letters)
const text = fc.array(letter, { maxLength: 400 }).map((parts) => parts.join(''))

/** Where the code point begins in which a place lies. */
const beginning = (whole: string, at: number) => (isCutAt(whole, at) ? at - 1 : at)

/** A sign that has no other form by Unicode; and most syllables of Hangul, which are all made alike. */
const isPlain = (sign: string) =>
  [sign.normalize('NFKD'), sign.toLowerCase(), sign.toUpperCase()].every((other) => other === sign) ||
  (sign >= '가' && sign <= '힣' && sign.charCodeAt(0) % 97 > 0)

describe('one way of comparing text', () => {
  it.each([
    ['rain', 'Ｒａｉｎ'],
    ['ｒａｉｎ', 'rain'],
    ['カメラ', 'ｶﾒﾗ'],
    ['fire', 'ﬁre'],
    ['10 kg', '10\u00a0㎏'],
    ['1', '①'],
    ['m2', 'm²'],
    ['cooperate', 'co\u00adoper\u200bate'],
    ['می‌خواهم', 'میخواهم'],
    ['رحيم', 'رحـــيم'],
    ['love ❤', 'love ❤️'],
    ['well-known', 'well‐known, well‑known'],
    ['1914-1918', '1914–1918'],
    ['-5', '−5 °C'],
    ['wait...', 'wait…'],
    ['wait…', 'wait...'],
    ['strasse', 'Straße'],
    ['STRASSE', 'Straße'],
    ['Straße', 'STRASSE'],
    ['smorrebrod', 'Smørrebrød'],
    ['lodz', 'Łódź'],
    ['dong', 'đồng'],
    ['aeble', 'Æble'],
    ['thor', 'Þór'],
    ['isik', 'IŞIK'],
    ['ışık', 'IŞIK'],
    ['diyarbakir', 'Diyarbakır'],
    ["don't", 'don’t'],
    ['don’t', "don't, don´t"],
    ['"sea"', 'das „sea“'],
    ['"sea"', 'la «sea»'],
    ["'sea'", 'die ‚sea‘'],
    ['5\'10"', '5′10″'],
    ['“海”', '「海」'],
    ['한국', '한국'.normalize('NFD')],
    ['צה"ל', 'צה״ל'],
    ["ג'ירפה", 'ג׳ירפה'],
    ['"sea"', '❝sea❞ and 🙶sea🙷'],
    ["'sea'", '❛sea❜'],
    ["qur'an", 'Qurʾān'],
    ["ka'ba", 'kaʿba'],
    ['wait-what', 'wait⸺what, wait⁃what'],
    ['क़लम', 'क़लम'.normalize('NFD')],
  ])('[J270] “%s” finds “%s”', (sought, body) => {
    expect(found(body, sought)).toHaveLength(1)
  })

  it.each([
    ['کتاب', 'كتاب'],
    ['علي', 'علی'],
    ['على', 'علي'],
    ['خانه', 'خانۀ'],
    ['مدرسه', 'مدرسة'],
    ['الله', 'ٱلله'],
    ['بہت', 'بهت'],
    ['2024', '۲۰۲۴'],
    ['۲۰۲۴', '٢٠٢٤'],
    ['12', '१२'],
    ['らーめん', 'ラーメン'],
    ['ｶﾀｶﾅ', 'かたかな'],
    ['いすゞ', 'イスヾ'],
    ['ייִדיש', 'ײדיש'],
    ['അവണ്\u200d', 'അവൺ'],
    ['সত্\u200d', 'সৎ'],
    ['Azerbaycan', 'AZƏRBAYCAN'],
    ['Eʋɔ', 'ƐVO'],
  ])('[J353] “%s” and “%s” find each other, as each is typed with another keyboard', (one, other) => {
    expect(found(other, one)).toHaveLength(1)
    expect(found(one, other)).toHaveLength(1)
  })

  it('[J353] a day is found by its date in the figures of any script', () => {
    const search = createSearch()
    const day = entryOf(1, { date: '2024-03-05' })
    for (const date of ['2024-03', '۲۰۲۴-۰۳', '２０２４－０３', '२०२४-०३'])
      expect(search.find([day], date)).toHaveLength(1)
  })

  it.each([
    ['strase', 'Straße'],
    ['सेब', 'सब'],
    ['الله', 'ﷺ'],
  ])('[J270] “%s” does not find “%s”', (sought, body) => {
    expect(found(body, sought)).toHaveLength(0)
  })

  it('[J271] a code point has one form, however it is composed, decomposed or capitalised', () => {
    const odd: string[] = []
    for (let code = 0x80; code < 0x20000; code++) {
      const sign = String.fromCodePoint(code)
      if (!sign.isWellFormed() || isPlain(sign)) continue
      const form = foldForSearch(sign)
      const others = [form, sign.normalize('NFC'), sign.normalize('NFD'), sign.toLowerCase(), foldSpelling(sign)]
      // The mark below a Greek vowel is an accent, though as a capital it is a letter.
      const isIota = sign.normalize('NFD').includes('\u0345')
      if (!isIota && others.some((other) => foldForSearch(other) !== form)) odd.push(sign)
      if (foldSpelling(foldSpelling(sign)) !== foldSpelling(sign)) odd.push(sign)
    }
    expect(odd).toEqual([])
  })

  it('[J271] the form of a text is made of those of its parts', () => {
    fc.assert(
      fc.property(text, text, (before, after) => {
        const [first, second] = [foldForSearch(before), foldForSearch(after)]
        expect(foldForSearch(before + after)).toBe((first + second).normalize('NFD'))
        expect(foldForSearch((before + after).normalize('NFD'))).toBe(foldForSearch(before + after))
        expect(foldForSearch((before + after).normalize('NFC'))).toBe(foldForSearch(before + after))
      }),
      { numRuns: 100 },
    )
  })

  it('[J272] a folded letter is led back to the very one it came from, in texts of any length', () => {
    fc.assert(
      fc.property(text, (original) => {
        const folded = foldWithOrigins(original)
        // Each code point by itself, which is slow and can't be wrong.
        const origins: number[] = []
        for (let at = 0; at < original.length; at += String.fromCodePoint(original.codePointAt(at) ?? 0).length)
          for (const _ of foldForSearch(String.fromCodePoint(original.codePointAt(at) ?? 0)).split('')) origins.push(at)
        expect(folded.text).toHaveLength(origins.length)
        const places = [...origins.keys()]
        for (const order of [places, places.toReversed()])
          expect(order.map((at) => beginning(original, folded.originOf(at)))).toEqual(order.map((at) => origins[at]))
        expect(folded.originOf(folded.text.length)).toBe(original.length)
      }),
      { numRuns: 100 },
    )
  })

  it('[J330] takes no longer than the text is long, however many marks stand on one letter', () => {
    const marks = '\u0e48\u0e38'.repeat(500_000)
    expect(foldForSearch(`ก${marks} sea`).endsWith(' sea')).toBe(true)
    expect(foldForSearch('ก\u0e48\u0e38')).toBe(foldForSearch('ก\u0e38\u0e48'))
  })

  it('[J272] what is marked are whole characters that hold what was sought', () => {
    const segmenter = new Intl.Segmenter('und', { granularity: 'grapheme' })
    fc.assert(
      fc.property(text, fc.nat(), fc.integer({ min: 1, max: 6 }), (original, start, length) => {
        const folded = foldWithOrigins(original)
        if (folded.text === '') return
        const from = start % folded.text.length
        const to = Math.min(folded.text.length, from + length)
        const [first, end] = originOfPlace(original, folded, [from, to])
        const borders = new Set([...segmenter.segment(original)].map(({ index }) => index)).add(original.length)
        expect([borders.has(first), borders.has(end)]).toEqual([true, true])
        const sought = folded.text.slice(from, to)
        if (sought.isWellFormed()) expect(foldForSearch(original.slice(first, end))).toContain(sought)
      }),
      { numRuns: 150 },
    )
  })

  it('[J273] letters that fold to several, to none or to one of two are marked as they are written', () => {
    expect(marked('die Straße, STRASSE, Strasse', 'strasse')).toEqual(['Straße', 'STRASSE', 'Strasse'])
    expect(marked('a co\u00adoperation', 'cooper')).toEqual(['co\u00adoper'])
    expect(marked('the ﬁrst', 'f')).toEqual(['ﬁ'])
    expect(marked('well… and so…', '...')).toEqual(['…', '…'])
    expect(marked('👍 or 👍🏽', '👍')).toEqual(['👍', '👍🏽'])
    expect(marked('한국어', '한국')).toEqual(['한국'])
    expect(marked('हिन्दी', 'हि')).toEqual(['हि'])
  })

  it('[J273] a passage begins and ends with whole characters, of whatever they are made', () => {
    for (const sign of ['🇩🇪', '👩‍❤️‍👩', '👍🏽', 'e\u0301\u0323', 'षि', '각'.normalize('NFD')])
      for (let shift = 0; shift < 4; shift++) {
        const [match] = found(`${'y'.repeat(shift)}${sign.repeat(150)}sea${sign.repeat(150)}`, 'sea')
        expect(match?.excerpt.replaceAll(sign, '')).toMatch(/^y{0,3}sea$/)
      }
  })
})
