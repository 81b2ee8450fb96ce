import { describe, expect, it } from 'vitest'
import { foldTag, kinds, moods, normalizeTags } from '../../shared/entry'
import { doubles, momentOf, privateSample, sentencesOf, sharedSample } from '../support/samples'

const entries = sharedSample()
const own = privateSample()
const by = (name: string) => entries.filter(({ author }) => author === name)

describe('the shared sample', () => {
  it('[S8] has about a hundred entries by Ana and by Ben, each in a real time zone', () => {
    expect(entries.length).toBeGreaterThanOrEqual(90)
    for (const author of ['Ana', 'Ben']) expect(by(author).length).toBeGreaterThanOrEqual(30)
    const zones = new Set(entries.map(({ zone }) => zone))
    for (const timeZone of zones) expect(() => new Intl.DateTimeFormat('en', { timeZone })).not.toThrow()
    expect(zones.size).toBeGreaterThan(1)
  })

  it('[S9] has entries of every kind by both, and of many moods', () => {
    expect(new Set(entries.map(({ kind }) => kind))).toEqual(new Set(kinds))
    for (const author of ['Ana', 'Ben']) expect(new Set(by(author).map(({ kind }) => kind)).size).toBe(kinds.length)
    expect(new Set(entries.map(({ mood }) => mood)).size).toBeGreaterThanOrEqual(moods.length - 2)
  })

  it('[S10] runs oldest first through two years, without a month left out, and shares no moment with the private one', () => {
    const moments = entries.map(momentOf)
    expect(moments).toEqual(moments.toSorted())
    expect(doubles([...moments, ...own.map(momentOf)])).toEqual([])
    const months = new Set(moments.map((moment) => moment.slice(0, 7)))
    expect([moments[0]?.slice(0, 7), moments.at(-1)?.slice(0, 7), months.size]).toEqual(['2024-12', '2026-11', 24])
  })

  it('[S11] has days on which both wrote, and plans that both have a hand in', () => {
    const datesOf = (name: string) => new Set(by(name).map(({ date }) => date))
    const ben = datesOf('Ben')
    expect([...datesOf('Ana')].filter((date) => ben.has(date)).length).toBeGreaterThanOrEqual(6)
    const hands = by('Ana').filter(({ body }) => /(?:^|\W)B: /u.test(body))
    expect(hands.length).toBeGreaterThanOrEqual(6)
  })

  it('[S12] says no sentence of more than forty characters twice, nor one of the private sample', () => {
    expect(doubles([...entries, ...own].flatMap(sentencesOf))).toEqual([])
  })

  it('[S13] has its tags as they are kept, and each spelt as in the private sample', () => {
    for (const { tags } of entries) expect(normalizeTags(tags)).toEqual(tags)
    const tags = new Set([...entries, ...own].flatMap((entry) => entry.tags))
    expect(new Set([...tags].map(foldTag)).size).toBe(tags.size)
  })
})
