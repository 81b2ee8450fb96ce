import { describe, expect, it } from 'vitest'
import { contract, type Contract, findCall, vaultGroups } from '../../shared/contract'
import { createApi, type Transport } from '../../renderer/lib/api'
import { maxBodyLength } from '../../shared/entry'
import { maxSocketMessage, pageMessage } from '../../shared/socket-protocol'
import { entryOf, idOf } from '../support/journal-entries'

const accepts = (name: string, input: unknown) => findCall(name)?.input.safeParse(input).success

describe('contract', () => {
  it('[H10] a call is found by its whole name alone', () => {
    expect(findCall('journal.edit')).toBe(contract.journal.edit)
    for (const name of [
      'journal.changed',
      'journal.edit.more',
      'journal',
      'journal.',
      '.edit',
      '',
      '__proto__.edit',
      'journal.__proto__',
      'journal.constructor',
      'constructor.name',
      'toString.call',
    ])
      expect([name, findCall(name)]).toEqual([name, null])
  })

  it('[H11] every call that carries a secret goes past the host, and no other does', () => {
    const direct = Object.entries(contract as Contract).flatMap(([group, members]) =>
      Object.entries(members)
        .filter(([, member]) => member.type === 'call' && member.direct)
        .map(([name]) => `${group}.${name}`),
    )
    expect(direct.sort()).toEqual(['vault.changePassphrase', 'vault.create', 'vault.renewRecoveryKey', 'vault.unlock'])
  })

  it('[H11] every group but app and link is the vault process’s', () => {
    expect([...vaultGroups, 'app', 'link'].sort()).toEqual(Object.keys(contract).sort())
  })

  it.each([
    ['journal.edit', { id: idOf(1), length: 0, changes: [{ from: 2, to: 1, insert: '' }] }],
    ['journal.edit', { id: idOf(1), length: 0, changes: [{ from: -1, to: 1, insert: '' }] }],
    ['journal.edit', { id: idOf(1), length: 0.5, changes: [] }],
    ['journal.edit', { id: '../../etc/passwd', length: 0, changes: [] }],
    [
      'journal.edit',
      { id: idOf(1), length: 0, changes: Array.from({ length: 10_001 }, () => ({ from: 0, to: 0, insert: '' })) },
    ],
    ['journal.replaceBody', { id: idOf(1), body: 'x'.repeat(maxBodyLength + 1) }],
    ['journal.add', { entry: { ...entryOf(1), date: '2026-13-01' } }],
    ['journal.add', { entry: { ...entryOf(1), tags: Array(51).fill('x') } }],
    ['journal.list', { offset: 0, limit: 5001 }],
    ['journal.list', { offset: -1, limit: 1 }],
    ['journal.search', { text: 'x'.repeat(501) }],
    ['journal.keepCaret', { id: idOf(1), selection: { anchor: -1, head: 0 } }],
    ['vault.create', { name: '  ', passphrase: 'x' }],
    ['vault.unlock', { secret: { type: 'passphrase', value: '' } }],
    ['vault.unlock', { secret: { type: 'password', value: 'x' } }],
    ['app.inspectFolder', { folder: 'x'.repeat(4097) }],
    ['app.setPreferences', { theme: 'sepia' }],
    ['app.lock', { now: true }],
  ])('[H12] %s refuses input out of bounds', (name, input) => {
    expect(accepts(name, input)).toBe(false)
  })

  it('[H12] what lies within the bounds is taken', () => {
    expect(accepts('journal.replaceBody', { id: idOf(1), body: 'x'.repeat(maxBodyLength) })).toBe(true)
    expect(accepts('journal.edit', { id: idOf(1), length: 3, changes: [{ from: 0, to: 3, insert: '🌊' }] })).toBe(true)
    expect(accepts('app.lock', undefined)).toBe(true)
  })

  it('[H13] the longest body fits into one message of the page, escaped', () => {
    const input = { id: idOf(1), body: '\u0001'.repeat(maxBodyLength) }
    const text = JSON.stringify({ type: 'call', id: 1, name: 'journal.replaceBody', input })
    expect(Buffer.byteLength(text)).toBeLessThan(maxSocketMessage)
    expect(pageMessage.safeParse(JSON.parse(text)).success).toBe(true)
  })
})

describe('the window’s api', () => {
  function makeApi(reply: Awaited<ReturnType<Transport['call']>>) {
    const called: unknown[] = []
    const listeners = new Set<(name: string, payload: unknown) => void>()
    const api = createApi({
      async call(name, input) {
        called.push([name, input])
        return reply
      },
      onSignal(listener) {
        listeners.add(listener)
        return () => listeners.delete(listener)
      },
    })
    const signal = (name: string, payload: unknown) => {
      for (const listener of listeners) listener(name, payload)
    }
    return { api, called, signal, listeners }
  }

  it('[H14] a call goes by its name and gives the value of the answer', async () => {
    const { api, called } = makeApi({ ok: true, value: { matches: [] } })
    expect(await api.journal.search({ text: 'sea' })).toEqual({ matches: [] })
    expect(called).toEqual([['journal.search', { text: 'sea' }]])
  })

  it('[H14] a failure in the answer is thrown as that failure', async () => {
    const { api } = makeApi({ ok: false, failure: { code: 'folder-missing', folder: '/home/ana' } })
    await expect(api.app.lock()).rejects.toMatchObject({ failure: { code: 'folder-missing', folder: '/home/ana' } })
  })

  it('[H14] a listener hears its own signal alone, until it stops', () => {
    const { api, signal, listeners } = makeApi({ ok: true, value: undefined })
    const heard: unknown[] = []
    const stop = api.journal.onSaving((saving) => heard.push(saving))
    signal('journal.saving', { pending: true, failure: null })
    signal('journal.changed', { entries: [], deleted: [] })
    stop()
    signal('journal.saving', { pending: false, failure: null })
    expect(heard).toEqual([{ pending: true, failure: null }])
    expect(listeners.size).toBe(0)
  })
})
