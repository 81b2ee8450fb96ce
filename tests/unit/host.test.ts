import { errorReport } from '../../shared/error-report'
import { describe, expect, it } from 'vitest'
import type { FolderReport } from '../../shared/contract'
import { allowedLink } from '../../electron/core/host/host'
import { AppError } from '../../shared/failure'
import { idOf } from '../support/journal-entries'
import { makeHost, settled } from '../support/made-host'

describe('the host’s calls', () => {
  it('[H50] the state says where the vault lies and whether it is there, readable and open', async () => {
    const { valueOf, vaults, last } = makeHost()
    expect(await valueOf('app.state')).toEqual({
      host: 'browser',
      platform: 'linux',
      folder: '/home/ana/vault',
      vault: 'none',
      failure: null,
      hasBroken: false,
      preferences: { theme: 'dark' },
      canChooseFolder: false,
    })
    vaults.set('/home/ana/vault', { failure: null })
    expect(await valueOf('app.state')).toMatchObject({ vault: 'locked', failure: null })
    vaults.set('/home/ana/vault', { failure: { code: 'vault-newer', version: 9 } })
    expect(await valueOf('app.state')).toMatchObject({
      vault: 'unreadable',
      failure: { code: 'vault-newer', version: 9 },
    })
    last().say({ type: 'opened', idleMinutes: 10 })
    expect(await valueOf('app.state')).toMatchObject({ vault: 'open', failure: null })
  })

  it('[L232] the state says that an open vault was locked by a fault, until it is unlocked', async () => {
    const { host, valueOf, vaults, last } = makeHost()
    const state = () => valueOf('app.state')
    vaults.set('/home/ana/vault', { failure: null })
    host.session.warm()
    last().exit()
    expect(await state()).toMatchObject({ hasBroken: false })
    last().say({ type: 'opened', idleMinutes: 10 })
    last().exit()
    expect(await state()).toMatchObject({ vault: 'locked', hasBroken: true })
    last().say({ type: 'opened', idleMinutes: 10 })
    const locked = host.session.lock()
    last().exit()
    await locked
    expect(await state()).toMatchObject({ vault: 'locked', hasBroken: false })
  })

  it('[H50] a window that asks for the state lets the process start, once', async () => {
    const { valueOf, ends } = makeHost()
    await valueOf('app.state')
    await valueOf('app.state')
    expect(ends.map(({ folder }) => folder)).toEqual(['/home/ana/vault'])
  })

  it('[H165] an error of the window is told by its kind and place, and nothing else is taken as a report', async () => {
    const { valueOf, events } = makeHost()
    const report = errorReport(new TypeError('By the sea'))
    await valueOf('app.reportError', { report })
    for (const other of ['By the sea', `${report}\n`, 'x'.repeat(700)])
      expect(await valueOf('app.reportError', { report: other })).toBe('bad-request')
    expect(events).toEqual([report])
  })

  it('[H51] an unlock is told with the new state, a lock to the host', async () => {
    const { host, last, signals, events } = makeHost()
    host.session.warm()
    last().say({ type: 'opened', idleMinutes: 10 })
    await settled()
    expect(signals).toEqual([['app.changed', expect.objectContaining({ vault: 'open' })]])
    last().exit()
    expect(events).toEqual(['locked'])
  })

  it('[H52] the vault’s calls go to the vault process as they are, and only if they parse', async () => {
    const { host, last } = makeHost()
    const answer = host.call('journal.read', { id: idOf(1) })
    expect(last().posted).toEqual([{ type: 'call', id: 1, name: 'journal.read', input: { id: idOf(1) } }])
    last().say({ type: 'reply', id: 1, reply: { ok: true, value: 'the entry' } })
    expect(await answer).toEqual({ ok: true, value: 'the entry' })
    for (const [name, input] of [
      ['journal.read', { id: 'x' }],
      ['journal.read.more', { id: idOf(1) }],
      ['journal.changed', {}],
      ['journal.__proto__', {}],
      ['vault.nothing', undefined],
      ['__proto__.toString', undefined],
      ['app.nothing', undefined],
    ] as const)
      expect([name, await host.call(name, input)]).toEqual([name, { ok: false, failure: { code: 'bad-request' } }])
    expect(last().posted).toHaveLength(1)
  })

  it('[H53] another folder is opened by another process, and kept', async () => {
    const { valueOf, ends, last, writes, signals } = makeHost()
    await valueOf('app.state')
    const opened = valueOf('app.openFolder', { folder: '~/other' })
    expect(last().posted).toEqual([{ type: 'close' }])
    last().exit()
    await settled()
    writes[0]?.end()
    await opened
    expect(writes.map(({ preferences }) => preferences)).toEqual([{ theme: 'dark', folder: '/home/ana/other' }])
    expect(ends.map(({ folder }) => folder)).toEqual(['/home/ana/vault', '/home/ana/other'])
    expect(signals.at(-1)).toEqual(['app.changed', expect.objectContaining({ folder: '/home/ana/other' })])
  })

  it('[H53] while a vault is open no other folder takes its place', async () => {
    const { host, valueOf, last, writes } = makeHost()
    host.session.warm()
    last().say({ type: 'opened', idleMinutes: 10 })
    expect(await valueOf('app.openFolder', { folder: '/elsewhere' })).toBe('bad-request')
    expect([last().posted, writes]).toEqual([[], []])
  })

  it('[H54] preferences are kept one after the other, so that the last is what stays', async () => {
    const { valueOf, writes, signals } = makeHost()
    const first = valueOf('app.setPreferences', { theme: 'light' })
    const second = valueOf('app.setPreferences', { theme: 'system' })
    await settled()
    expect(writes).toHaveLength(1)
    writes[0]?.end()
    await first
    await settled()
    expect(writes).toHaveLength(2)
    writes[1]?.end()
    await second
    expect(writes.at(-1)?.preferences).toEqual({ theme: 'system', folder: '/home/ana/vault' })
    expect(signals.at(-1)).toEqual(['app.changed', expect.objectContaining({ preferences: { theme: 'system' } })])
  })

  it('[H54] a preference that can’t be written is said, and the next one is tried all the same', async () => {
    const { valueOf, writes } = makeHost()
    const first = valueOf('app.setPreferences', { theme: 'light' })
    await settled()
    writes[0]?.fail(new AppError({ code: 'disk-full' }))
    expect(await first).toBe('disk-full')
    const second = valueOf('app.setPreferences', { theme: undefined })
    await settled()
    writes[1]?.end()
    expect(await second).toBe(undefined)
    expect(writes.at(-1)?.preferences.theme).toBe('light')
  })

  it('[H55] a folder is chosen where the system has a dialog for it, and none where it hasn’t', async () => {
    expect(await makeHost().valueOf('app.chooseFolder')).toBe(null)
    expect(await makeHost({ chooses: '/chosen' }).valueOf('app.chooseFolder')).toBe('/chosen')
    expect(await makeHost({ chooses: null }).valueOf('app.chooseFolder')).toBe(null)
    expect(await makeHost({ chooses: '/chosen' }).valueOf('app.state')).toMatchObject({ canChooseFolder: true })
  })

  it('[H55] a folder is looked into without opening anything', async () => {
    const { valueOf, vaults, ends } = makeHost()
    vaults.set('/home/ana/old', { failure: null })
    const report: FolderReport = { folder: '/home/ana/old', holds: 'vault', syncedBy: null }
    expect(await valueOf('app.inspectFolder', { folder: '~/old' })).toEqual(report)
    expect(ends).toEqual([])
  })

  it('[H56] a lock asked for by the window is answered when the vault is locked, or with why it is not', async () => {
    const { host, valueOf, last } = makeHost()
    host.session.warm()
    last().say({ type: 'opened', idleMinutes: 10 })
    const refused = valueOf('app.lock')
    last().say({ type: 'not-closed', failure: { code: 'disk-full' } })
    expect(await refused).toBe('disk-full')
    const locked = valueOf('app.lock')
    last().exit()
    expect(await locked).toBe(undefined)
  })
})

describe('an invite that was opened as a link', () => {
  const link = 'twofold://invite#one'
  const told = (signals: [string, unknown][]) => signals.filter(([name]) => name === 'app.invited')

  it('[Q52] is kept from the window while the vault is locked, told of when it opens, and handed over once', async () => {
    const { host, valueOf, last, signals } = makeHost({ invite: link })
    expect(await valueOf('app.takeInvite')).toBe(null)
    host.invited()
    expect(await valueOf('app.takeInvite')).toBe(null)
    expect(told(signals)).toEqual([])
    host.session.warm()
    last().say({ type: 'opened', idleMinutes: 10 })
    expect(told(signals)).toEqual([['app.invited', undefined]])
    expect(await valueOf('app.takeInvite')).toBe(link)
    expect(await valueOf('app.takeInvite')).toBe(null)
    expect(JSON.stringify(signals)).not.toContain('twofold:')
  })

  it('[Q52] that comes later takes the place of one that waits, and is told of to an open vault at once', async () => {
    const { host, valueOf, last, signals, invite } = makeHost({ invite: link })
    invite.keep('twofold://invite#two')
    host.session.warm()
    last().say({ type: 'opened', idleMinutes: 10 })
    expect(await valueOf('app.takeInvite')).toBe('twofold://invite#two')
    host.invited()
    expect(told(signals)).toHaveLength(1)
    invite.keep('twofold://invite#three')
    host.invited()
    expect(told(signals)).toHaveLength(2)
    expect(await valueOf('app.takeInvite')).toBe('twofold://invite#three')
  })

  it('[Q52] and that nobody took waits through a lock', async () => {
    const { host, valueOf, last, signals } = makeHost({ invite: link })
    host.session.warm()
    last().say({ type: 'opened', idleMinutes: 10 })
    last().exit()
    expect(await valueOf('app.takeInvite')).toBe(null)
    host.session.warm()
    last().say({ type: 'opened', idleMinutes: 10 })
    expect(told(signals)).toHaveLength(2)
    expect(await valueOf('app.takeInvite')).toBe(link)
  })
})

describe('links', () => {
  it.each([
    ['https://example.org/a?b#c', 'https://example.org/a?b#c'],
    ['HTTPS://EXAMPLE.org', 'https://example.org/'],
    ['mailto:ben@example.org', 'mailto:ben@example.org'],
  ])('[H57] %s is opened', async (url, opened) => {
    const { valueOf, links } = makeHost()
    await valueOf('app.openLink', { url })
    expect(links).toEqual([opened])
  })

  it.each([
    'http://example.org',
    'file:///etc/passwd',
    'javascript:alert(1)',
    ' javascript:alert(1)',
    'smb://host/share',
    'ms-settings:',
    'data:text/html,x',
    '//example.org',
    'example.org',
    '-h',
    '',
  ])('[H57] “%s” is refused', async (url) => {
    const { valueOf, links } = makeHost()
    expect(await valueOf('app.openLink', { url })).toBe('link-refused')
    expect(links).toEqual([])
    expect(() => allowedLink(url)).toThrow('link-refused')
  })
})
