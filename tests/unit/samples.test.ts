import { describe, expect, it } from 'vitest'
import { sampleEntries } from '../../scripts/sample-vault'
import { foldTag, kinds, moods, normalizeTags } from '../../shared/entry'
import { doubles, momentOf, privateSample, sentencesOf } from '../support/samples'

const entries = privateSample()

describe('the sample journal', () => {
  it('[S1] has at least 150 private entries of known kinds and moods, each in a real time zone', () => {
    expect(entries.length).toBeGreaterThanOrEqual(150)
    const zones = new Set(entries.map((entry) => entry.zone))
    for (const timeZone of zones) expect(() => new Intl.DateTimeFormat('en', { timeZone })).not.toThrow()
    expect(zones.size).toBeGreaterThan(1)
  })

  it('[S2] has entries of every kind and of every mood', () => {
    expect(new Set(entries.map((entry) => entry.kind))).toEqual(new Set(kinds))
    expect(new Set(entries.map((entry) => entry.mood))).toEqual(new Set([...moods, null]))
  })

  it('[S3] runs oldest first, without a month left out, and no two entries share a moment', () => {
    const moments = entries.map(momentOf)
    expect(moments).toEqual(moments.toSorted())
    expect(doubles(moments)).toEqual([])
    const months = new Set(moments.map((moment) => moment.slice(0, 7)))
    expect([moments[0]?.slice(0, 7), moments.at(-1)?.slice(0, 7), months.size]).toEqual(['2023-09', '2026-11', 39])
  })

  it('[S4] has days with several entries, and days of the year that were written on in three years or more', () => {
    const dates = entries.map((entry) => entry.date)
    expect(doubles(dates).length).toBeGreaterThanOrEqual(3)
    const yearsOn = (day: string) => new Set(dates.filter((date) => date.slice(5) === day)).size
    expect(dates.filter((date) => yearsOn(date.slice(5)) >= 3).length).toBeGreaterThanOrEqual(12)
  })

  it('[S5] says no sentence of more than forty characters twice', () => {
    expect(doubles(entries.flatMap(sentencesOf))).toEqual([])
  })

  it('[S6] has its tags as they are kept, and each spelt in one way', () => {
    for (const entry of entries) expect(normalizeTags(entry.tags)).toEqual(entry.tags)
    const tags = new Set(entries.flatMap((entry) => entry.tags))
    expect(new Set([...tags].map(foldTag)).size).toBe(tags.size)
  })

  it('[S7] gives every entry an id of its own when a vault is made of it', () => {
    const ids = sampleEntries().map((entry) => entry.id)
    expect(ids).toHaveLength(entries.length)
    expect(new Set(ids).size).toBe(entries.length)
  })
})
