import { describe, expect, it } from 'vitest'
import { pairingStep } from '../../renderer/features/partner/pairing-step'
import { dayOf, dayWord, timeOf } from '../../renderer/lib/moments'
import { megabytes, partnerLine } from '../../renderer/lib/partner-line'
import { hasSharedJournal } from '../../renderer/lib/shared-journal'
import { takenBy } from '../../renderer/lib/use-opened-invite'
import type { EntrySummary } from '../../shared/entry'
import type { PartnerStatus } from '../../shared/partner'
import { entryOf } from '../support/journal-entries'
import { partnerStatusOf, withBen } from '../support/partner-status'

const inviting = { stage: 'inviting', text: 'abc', link: 'twofold://invite#abc', expiresAt: 1 } as const
const comparing = (answered: boolean): PartnerStatus['pairing'] => ({
  stage: 'comparing',
  partnerName: 'Ben',
  words: ['a', 'b', 'c', 'd'],
  digits: '1',
  answered,
})
const failed = { stage: 'failed', failure: { code: 'invite-expired' } } as const
const during = (pairing: PartnerStatus['pairing']) => partnerStatusOf({ pairing })

describe('the line about the partner', () => {
  it('[U23] alone it invites to invite, and a pairing is told step by step', () => {
    const says = (pairing: PartnerStatus['pairing']) => partnerLine(during(pairing)).says
    expect(says({ stage: 'none' })).toBe('invite')
    expect(says(inviting)).toBe('waiting-for-partner')
    expect(says({ stage: 'joining' })).toBe('joining')
    expect(partnerLine(during(comparing(false)))).toEqual({ says: 'compare', name: 'Ben' })
    expect(partnerLine(during(comparing(true)))).toEqual({ says: 'waiting-for-answer', name: 'Ben' })
    expect(says(failed)).toBe('failed')
  })

  it('[U23] with a partner it tells of the connection; what comes in goes first, but for a link that is switched off', () => {
    const name = 'Ben'
    const incoming = { verified: 1, announced: 2 }
    expect(partnerLine(withBen())).toEqual({ says: 'looking', name })
    expect(partnerLine(withBen({ lastExchanged: 5 }))).toEqual({ says: 'exchanged', name, at: 5 })
    expect(partnerLine(withBen({ state: 'connected', lastExchanged: 5 }))).toEqual({ says: 'connected', name })
    expect(partnerLine(withBen({ state: 'connected', incoming }))).toEqual({ says: 'receiving', name, ...incoming })
    const full = withBen({ state: 'connected', incoming, failure: { code: 'disk-full' } })
    expect(partnerLine(full)).toEqual({ says: 'not-stored', name, reason: 'disk-full' })
    expect(partnerLine(withBen({ state: 'paused', incoming, lastExchanged: 5 }))).toEqual({ says: 'paused', name })
  })

  it('[U24] what has come in is never told as more than it is, nor the end before it is there', () => {
    expect(megabytes({ verified: 0, announced: 20_000_000 })).toEqual({ done: 0, all: 20 })
    expect(megabytes({ verified: 12_400_000, announced: 19_300_000 })).toEqual({ done: 12, all: 20 })
    expect(megabytes({ verified: 19_999_999, announced: 20_000_000 })).toEqual({ done: 19, all: 20 })
    expect(megabytes({ verified: 20_000_000, announced: 20_000_000 })).toEqual({ done: 20, all: 20 })
    expect(megabytes({ verified: 1_234_567, announced: 2_345_678 })).toEqual({ done: 1.2, all: 2.4 })
    expect(megabytes({ verified: 0, announced: 0 })).toEqual({ done: 0, all: 0.1 })
  })
})

describe('the pairing dialog', () => {
  it('[U25] it shows the step that the vault tells, whichever way was chosen', () => {
    for (const isJoining of [true, false]) {
      expect(pairingStep(during(inviting), isJoining)).toBe('inviting')
      expect(pairingStep(during({ stage: 'joining' }), isJoining)).toBe('joining')
      expect(pairingStep(during(comparing(false)), isJoining)).toBe('comparing')
      expect(pairingStep(during(comparing(true)), isJoining)).toBe('answered')
      expect(pairingStep(during(failed), isJoining)).toBe('failed')
      expect(pairingStep(withBen(), isJoining)).toBe('paired')
    }
  })

  it('[U25] alone it offers both ways, or the form of the one that was chosen', () => {
    expect(pairingStep(null, false)).toBe('ways')
    expect(pairingStep(partnerStatusOf(), false)).toBe('ways')
    expect(pairingStep(partnerStatusOf(), true)).toBe('form')
  })
})

describe('an invite that was opened as a link', () => {
  const opened = (isTooMany: boolean) => ({ link: 'twofold://invite#abc', isTooMany })
  const underWay = [inviting, { stage: 'joining' }, comparing(false), comparing(true)] as const

  it('[Q54] leads to the form where nothing is in its way, once a failure has been read', () => {
    expect(takenBy(null)).toBe(null)
    expect(takenBy(partnerStatusOf())).toBe(null)
    expect(takenBy(during(failed))).toBe(null)
    expect(pairingStep(partnerStatusOf(), false, opened(false))).toBe('form')
    expect(pairingStep(during(failed), false, opened(false))).toBe('failed')
  })

  it('[Q54] is said to be too many beside a partner or a pairing under way, until that has ended', () => {
    for (const pairing of underWay) {
      expect(takenBy(during(pairing))).toBe('pairing')
      expect(pairingStep(during(pairing), false, opened(true))).toBe('tooMany')
    }
    expect(takenBy(withBen())).toBe('partner')
    expect(pairingStep(withBen(), false, opened(true))).toBe('tooMany')
    expect(pairingStep(during(failed), false, opened(true))).toBe('failed')
    expect(pairingStep(partnerStatusOf(), false, opened(true))).toBe('form')
  })

  it('[Q54] that is being used is followed like any other', () => {
    expect(pairingStep(during({ stage: 'joining' }), false, opened(false))).toBe('joining')
    expect(pairingStep(during(comparing(false)), false, opened(false))).toBe('comparing')
    expect(pairingStep(withBen(), false, opened(false))).toBe('paired')
  })
})

describe('the shared journal', () => {
  const rowOf = (fields: Partial<EntrySummary>): EntrySummary => {
    const { body, ...rest } = entryOf(1)
    return { ...rest, journal: 'shared', excerpt: body, ...fields }
  }

  it('[U26] there is one from the first invite on, with a partner, or where something was begun in it', () => {
    expect(hasSharedJournal(null, [])).toBe(false)
    expect(hasSharedJournal(partnerStatusOf(), [])).toBe(false)
    expect(hasSharedJournal(during(inviting), [])).toBe(true)
    expect(hasSharedJournal(withBen(), [])).toBe(true)
    expect(hasSharedJournal(partnerStatusOf(), [rowOf({})])).toBe(true)
  })

  it('[U26] one that has ended is none to write in', () => {
    expect(hasSharedJournal(partnerStatusOf(), [rowOf({ isReadOnly: true }), rowOf({ journal: 'private' })])).toBe(
      false,
    )
    expect(hasSharedJournal(during({ stage: 'joining' }), [])).toBe(false)
  })
})

describe('moments of the partner', () => {
  it('[U27] a moment is on the day of this computer’s own calendar', () => {
    const moment = Date.UTC(2026, 4, 3, 22, 30)
    expect(dayOf(moment, 'Europe/London')).toBe('2026-05-03')
    expect(dayOf(moment, 'Europe/Berlin')).toBe('2026-05-04')
    expect(dayOf(moment, 'America/New_York')).toBe('2026-05-03')
  })

  it('[U27] today, yesterday and tomorrow have a word, over months and clock changes', () => {
    expect(dayWord('2026-03-29', '2026-03-29')).toBe('today')
    expect(dayWord('2026-03-28', '2026-03-29')).toBe('yesterday')
    expect(dayWord('2026-04-01', '2026-03-31')).toBe('tomorrow')
    expect(dayWord('2025-12-31', '2026-01-01')).toBe('yesterday')
    expect(dayWord('2026-03-27', '2026-03-29')).toBe('date')
  })

  it('[U27] a time of day is told without seconds', () => {
    expect(timeOf('en-GB', new Date(2026, 4, 3, 21, 4, 59).getTime())).toBe('21:04')
    expect(timeOf('en-US', new Date(2026, 4, 3, 9, 4).getTime())).toBe('09:04')
  })
})
