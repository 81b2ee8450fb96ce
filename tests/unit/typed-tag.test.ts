import { expect, it } from 'vitest'
import {
  fittingTag,
  hasSeparator,
  holdsLongTag,
  typedSoFar,
  typedTag,
  typedTags,
} from '../../renderer/features/entry/typed-tag'

it('[N3] a tag typed with a number sign is kept without it', () => {
  expect(typedTag('#hash')).toBe('hash')
  expect(typedTag(' ##  two words ')).toBe('two words')
  expect(typedTag('C#')).toBe('C#')
  expect(typedTag('#')).toBe('')
})

it('[N270] commas and semicolons of any script and the ends of lines part what is pasted into several tags', () => {
  expect(typedTags('rain, sun')).toEqual(['rain', 'sun'])
  expect(typedTags('雨、晴れ，風')).toEqual(['雨', '晴れ', '風'])
  expect(typedTags('مطر، شمس؛ ريح')).toEqual(['مطر', 'شمس', 'ريح'])
  expect(typedTags('#rain\r\n# the sea\n\n; ;wind')).toEqual(['rain', 'the sea', 'wind'])
  expect(typedTags('rain,\u200b,\u3164，⠀')).toEqual(['rain'])
  expect(['rain sun', 'C#', 'a/b'].map(hasSeparator)).toEqual([false, false, false])
})

it('[N270] what is typed after the last of them is not finished yet', () => {
  expect(typedSoFar('rain')).toEqual({ finished: [], rest: 'rain' })
  expect(typedSoFar('雨、')).toEqual({ finished: ['雨'], rest: '' })
  expect(typedSoFar('#rain, sun, wi')).toEqual({ finished: ['rain', 'sun'], rest: 'wi' })
  expect(typedSoFar(',')).toEqual({ finished: [], rest: '' })
})

it('[N310] so do those of scripts that few fonts know, and the tabs between the cells of a table', () => {
  expect(typedTags('ዝናብ፣ ፀሐይ፤ ነፋስ')).toEqual(['ዝናብ', 'ፀሐይ', 'ነፋስ'])
  expect(typedTags('ᠪᠣᠷᠣᠭᠠ᠂ ᠨᠠᠷᠠ')).toEqual(['ᠪᠣᠷᠣᠭᠠ', 'ᠨᠠᠷᠠ'])
  expect(typedTags('ߛߊ߲ߖߌ߸ ߕߟߋ')).toEqual(['ߛߊ߲ߖߌ', 'ߕߟߋ'])
  expect(typedTags('rain︐sun︑wind︔sea')).toEqual(['rain', 'sun', 'wind', 'sea'])
  expect(typedTags('rain⹁sun⁏wind')).toEqual(['rain', 'sun', 'wind'])
  expect(typedTags('rain\tthe sea\t\tsun')).toEqual(['rain', 'the sea', 'sun'])
})

it('[N311] what is typed for a tag is cut in whole signs, its number sign not counted', () => {
  const sixty = 'x'.repeat(60)
  expect(fittingTag(`#${sixty}y`)).toBe(`#${sixty}`)
  expect(fittingTag(`${'x'.repeat(59)}😀`)).toBe('x'.repeat(59))
  expect(fittingTag(`${'x'.repeat(57)}👨‍👩‍👧`)).toBe('x'.repeat(57))
  expect(fittingTag('e\u0301'.repeat(60))).toBe('é'.repeat(60))
  for (const text of [sixty, `# ${sixty} `, `rain, ${sixty}\n`, 'e\u0301'.repeat(60)])
    expect(holdsLongTag(text)).toBe(false)
  for (const text of [`${sixty}x`, `rain, ${sixty}x, sun`, `${'x'.repeat(59)}😀`]) expect(holdsLongTag(text)).toBe(true)
})

it('[J355] tags that each begin with a number sign are several, of any width and behind what has no shape', () => {
  expect(typedTags('#rain #sun')).toEqual(['rain', 'sun'])
  expect(typedTags('＃雨　＃晴れ')).toEqual(['雨', '晴れ'])
  expect(typedTags('\u200b#rain\n\u2066﹟sun')).toEqual(['rain', 'sun'])
  expect(typedTags('#the sea #C# #5')).toEqual(['the sea', 'C#', '5'])
  expect(typedTags('room #5, C# #')).toEqual(['room #5', 'C# #'])
  expect(hasSeparator('#rain #sun')).toBe(true)
  expect(typedSoFar('#rain #')).toEqual({ finished: ['rain'], rest: '#' })
  expect(typedSoFar('#rain ')).toEqual({ finished: [], rest: '#rain ' })
  const long = `#${'x'.repeat(40)} #${'y'.repeat(40)}`
  expect(holdsLongTag(long)).toBe(false)
})

it('[J356] so are those without a space between, and what ends in a number sign keeps it', () => {
  expect(typedTags('#rain#sun')).toEqual(['rain', 'sun'])
  expect(typedTags('#雨＃晴れ#🌊#5')).toEqual(['雨', '晴れ', '🌊', '5'])
  expect(typedTags('#rain#\u200bsun')).toEqual(['rain', 'sun'])
  expect(typedTags('#C##F#, ##rain')).toEqual(['C#', 'F#', 'rain'])
  expect(typedTags('room#5, C#sharp')).toEqual(['room#5', 'C#sharp'])
  expect(['#C#', '##rain', '\u200b##rain', '#C#-notes', '#rain#\ufe0f\u20e3'].map(hasSeparator)).toEqual(
    Array.from({ length: 5 }, () => false),
  )
  expect(typedSoFar('#rain#')).toEqual({ finished: [], rest: '#rain#' })
  expect(typedSoFar('#rain#s')).toEqual({ finished: ['rain'], rest: '#s' })
})
