import { beforeAll, describe, expect, it } from 'vitest'
import { errorText, failureText } from '../../renderer/lib/failure-text'
import { i18n, startI18n } from '../../renderer/lib/i18n'
import { AppError, type Failure, type FailureCode, failureOf } from '../../shared/failure'
import common from '../../renderer/locales/en/common.json'

/** One failure of every code: a code that is added to the union does not compile until it stands here. */
const failures: { [Code in FailureCode]: Extract<Failure, { code: Code }> } = {
  'wrong-passphrase': { code: 'wrong-passphrase' },
  'wrong-recovery-key': { code: 'wrong-recovery-key' },
  'recovery-key-mistyped': { code: 'recovery-key-mistyped' },
  'passphrase-weak': { code: 'passphrase-weak' },
  'vault-missing': { code: 'vault-missing', folder: '/home/ana/journal' },
  'vault-exists': { code: 'vault-exists', folder: '/home/ana/journal' },
  'vault-damaged': { code: 'vault-damaged', file: 'a1b2.seg' },
  'vault-rolled-back': { code: 'vault-rolled-back' },
  'vault-newer': { code: 'vault-newer', version: 7 },
  'vault-in-use': { code: 'vault-in-use' },
  'vault-locked': { code: 'vault-locked' },
  'vault-process-not-started': { code: 'vault-process-not-started' },
  'vault-read-only': { code: 'vault-read-only' },
  'folder-missing': { code: 'folder-missing', folder: '/home/ana/journal' },
  'folder-unwritable': { code: 'folder-unwritable', folder: '/home/ana/journal' },
  'folder-not-empty': { code: 'folder-not-empty', folder: '/home/ana/journal' },
  'disk-full': { code: 'disk-full' },
  'disk-failed': { code: 'disk-failed' },
  'entry-missing': { code: 'entry-missing' },
  'entry-too-large': { code: 'entry-too-large' },
  'edit-out-of-step': { code: 'edit-out-of-step' },
  'link-refused': { code: 'link-refused' },
  'invite-mangled': { code: 'invite-mangled' },
  'invite-newer': { code: 'invite-newer', version: 7 },
  'invite-expired': { code: 'invite-expired' },
  'invite-used': { code: 'invite-used' },
  'invite-own': { code: 'invite-own' },
  'partner-unreachable': { code: 'partner-unreachable' },
  'pairing-refused': { code: 'pairing-refused' },
  'words-differ': { code: 'words-differ' },
  'pairing-broken-off': { code: 'pairing-broken-off' },
  'already-paired': { code: 'already-paired' },
  'not-paired': { code: 'not-paired' },
  'address-mangled': { code: 'address-mangled', address: 'ben:laptop' },
  'port-taken': { code: 'port-taken', port: 47_011 },
  'update-refused': { code: 'update-refused' },
  'bad-request': { code: 'bad-request' },
  'host-unreachable': { code: 'host-unreachable' },
  bug: { code: 'bug' },
}

beforeAll(startI18n)
const t = () => i18n.getFixedT('en', 'common')

describe('failures in words', () => {
  it.each(Object.values(failures))('[H80] $code has a sentence of its own, whole and without a gap', (failure) => {
    const text = failureText(t(), failure)
    expect(text).toMatch(/^\S.*[.!]$/)
    expect(text).not.toMatch(/\{\{|\}\}|undefined|\$t|^failure\./)
    expect(text).not.toContain(failure.code)
    for (const value of Object.values(failure)) if (value !== failure.code) expect(text).toContain(String(value))
  })

  it('[H80] no two failures are told alike, and no sentence is left over', () => {
    const texts = Object.values(failures).map((failure) => failureText(t(), failure))
    expect(new Set(texts).size).toBe(texts.length)
    expect(Object.keys(common.failure).sort(byText)).toEqual(
      [...Object.keys(failures), 'vault-header-damaged', 'port-none'].sort(byText),
    )
  })

  it('[H81] a damaged first file has words of its own, for nothing has opened then', () => {
    const text = failureText(t(), { code: 'vault-damaged', file: 'vault.json' })
    expect(text).toContain('vault.json')
    expect(text).not.toBe(
      failureText(t(), { code: 'vault-damaged', file: 'a1b2.seg' }).replace('a1b2.seg', 'vault.json'),
    )
  })

  it('[H81] no port at all is no port 0', () => {
    expect(failureText(t(), { code: 'port-taken', port: 0 })).toContain('no port')
  })

  it('[H81] a folder’s name is told as it is, whatever it looks like', () => {
    for (const folder of ['{{appName}}', '$t(appName)', '<b>x</b>', '$&', 'a & b'])
      expect(failureText(t(), { code: 'folder-missing', folder })).toContain(folder)
  })

  it('[H82] whatever was thrown has a sentence, and an unknown error shows nothing of its text', () => {
    expect(errorText(t(), new AppError({ code: 'disk-full' }))).toBe(failureText(t(), { code: 'disk-full' }))
    for (const thrown of [new Error('Dear diary'), 'Dear diary', undefined, { code: 'disk-full' }]) {
      expect(failureOf(thrown)).toEqual({ code: 'bug' })
      expect(errorText(t(), thrown)).toBe(failureText(t(), { code: 'bug' }))
    }
  })
})

const byText = (a: string, b: string) => (a < b ? -1 : 1)
