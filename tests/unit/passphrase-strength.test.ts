import { describe, expect, it } from 'vitest'
import {
  maxPassphraseLength,
  minimumScore,
  passphraseStrength,
  strengthSuggestions,
  strengthWarnings,
} from '../../shared/passphrase-strength'
import setup from '../../renderer/locales/en/setup.json'

describe('passphrase strength', () => {
  it.each(['', 'password', 'qwertyuiop', '12/03/1990', 'abcabcabcabc', 'Tr0ub4dor&3'])(
    '[U1] %j is below what a vault takes, and something is advised',
    async (passphrase) => {
      const { score, suggestions } = await passphraseStrength(passphrase, ['Ana'])
      expect(score).toBeLessThan(minimumScore)
      expect(suggestions).not.toHaveLength(0)
    },
  )

  it.each(['lamp river nine copper', 'fenster otter quillt neben'])(
    '[U2] four unrelated words are strong: %j',
    async (passphrase) => {
      expect(await passphraseStrength(passphrase, ['Ben'])).toEqual({ score: 4, warning: null, suggestions: [] })
    },
  )

  it("[U3] one's own name and the app's don't make a passphrase stronger", async () => {
    const name = 'Vaillancourt Zebedee'
    expect((await passphraseStrength(name, [])).score).toBe(4)
    expect((await passphraseStrength(name, [name])).score).toBeLessThan(minimumScore)
    expect((await passphraseStrength('Zebedee 77', [name])).score).toBeLessThan(minimumScore)
    expect((await passphraseStrength('twofold77', [])).score).toBeLessThan(minimumScore)
  })

  it('[U4] letters that look different and are the same to the vault are weighed the same', async () => {
    expect(await passphraseStrength('ｐａｓｓｗｏｒｄ', [])).toEqual(await passphraseStrength('password', []))
  })

  it('[U5] the longest passphrase a vault takes is weighed', async () => {
    const { score } = await passphraseStrength('lamp river nine copper '.repeat(60).slice(0, maxPassphraseLength), [])
    expect(score).toBe(4)
  })

  it('[U6] every warning and every suggestion has a sentence', () => {
    expect(Object.keys(setup.strength.warning).sort()).toEqual([...strengthWarnings].sort())
    expect(Object.keys(setup.strength.suggestion).sort()).toEqual([...strengthSuggestions].sort())
  })
})
