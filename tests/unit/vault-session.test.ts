import { describe, expect, it } from 'vitest'
import { settled } from '../support/made-host'
import { makeSession } from '../support/made-session'

const minute = 60_000
const locked = { ok: false, failure: { code: 'vault-locked' } }

describe('the life of the vault process', () => {
  it('[H20] one process is started, with the first call or ahead of it', () => {
    const { session, ends } = makeSession()
    expect(ends).toHaveLength(0)
    session.warm()
    session.warm()
    void session.call('vault.status', undefined)
    expect(ends).toHaveLength(1)
  })

  it('[H20] calls are answered by their own replies, in whatever order these come', async () => {
    const { session, end } = makeSession()
    const first = session.call('journal.read', 'a')
    const second = session.call('journal.read', 'b')
    expect(end().posted).toEqual([
      { type: 'call', id: 1, name: 'journal.read', input: 'a' },
      { type: 'call', id: 2, name: 'journal.read', input: 'b' },
    ])
    end().say({ type: 'reply', id: 2, reply: { ok: true, value: 'B' } })
    end().say({ type: 'reply', id: 77, reply: { ok: true, value: 'nobody asked' } })
    end().say({ type: 'reply', id: 1, reply: { ok: false, failure: { code: 'entry-missing' } } })
    expect(await first).toEqual({ ok: false, failure: { code: 'entry-missing' } })
    expect(await second).toEqual({ ok: true, value: 'B' })
  })

  it('[H20] signals pass through', () => {
    const { signals, end, session } = makeSession()
    session.warm()
    end().say({ type: 'signal', name: 'journal.saving', payload: { pending: true } })
    expect(signals).toEqual([['journal.saving', { pending: true }]])
  })

  it('[H21] the vault is open from the unlock on, told once, until its process has ended', () => {
    const { session, open, end, changes } = makeSession()
    session.warm()
    expect(session.isOpen()).toBe(false)
    open()
    end().say({ type: 'opened', idleMinutes: 5 })
    expect([session.isOpen(), changes]).toEqual([true, [true]])
    void session.lock()
    expect(session.isOpen()).toBe(true)
    end().exit()
    expect([session.isOpen(), changes]).toEqual([false, [true, false]])
  })

  it('[H22] a lock asks the process to close and resolves only when it has ended', async () => {
    const { session, open, end } = makeSession()
    open()
    let done = false
    const lock = session.lock().then(() => (done = true))
    expect(end().posted).toEqual([{ type: 'close' }])
    await settled()
    expect(done).toBe(false)
    end().exit()
    await lock
  })

  it('[H22] two who lock at once share one closing, and both are answered', async () => {
    const { session, open, end, closes } = makeSession()
    open()
    const locks = [session.lock(), session.lock()]
    expect(closes()).toBe(1)
    end().exit()
    await Promise.all(locks)
    await session.lock()
    expect(closes()).toBe(1)
  })

  it('[H22] a call after the lock starts another process', async () => {
    const { session, open, end, ends, changes } = makeSession()
    open()
    const lock = session.lock()
    end().exit()
    await lock
    open(3)
    expect(ends).toHaveLength(2)
    expect(changes).toEqual([true, false, true])
    expect(session.isOpen()).toBe(true)
  })

  it('[H23] a vault that can’t close stays open, its lock fails with the reason, and a later one may succeed', async () => {
    const { session, open, end, changes, closes } = makeSession()
    open()
    const lock = session.lock()
    end().say({ type: 'not-closed', failure: { code: 'disk-full' } })
    await expect(lock).rejects.toMatchObject({ failure: { code: 'disk-full' } })
    expect([session.isOpen(), changes, end().killed]).toEqual([true, [true], false])
    const again = session.lock()
    expect(closes()).toBe(2)
    end().exit()
    await again
  })

  it('[H24] a process that neither closes nor says why is ended by force after 20 seconds', async () => {
    const { session, open, end, clock } = makeSession()
    open()
    const lock = session.lock()
    clock.advance(19_999)
    expect(end().killed).toBe(false)
    clock.advance(1)
    expect(end().killed).toBe(true)
    end().exit()
    await lock
  })

  it('[H24] a process that said that it can’t close is not ended by force', async () => {
    const { session, open, end, clock } = makeSession()
    open()
    const lock = session.lock()
    end().say({ type: 'not-closed', failure: { code: 'disk-full' } })
    await lock.catch(() => {})
    clock.advance(minute)
    expect(end().killed).toBe(false)
  })

  it('[H25] calls under way when the process ends are answered: the vault is locked', async () => {
    const { session, open, end, changes } = makeSession()
    open()
    const calls = [session.call('journal.read', 1), session.call('journal.read', 2)]
    end().exit()
    expect(await Promise.all(calls)).toEqual([locked, locked])
    expect(changes).toEqual([true, false])
  })

  it('[H25] a process that ends before it was unlocked is no lock', () => {
    const { session, end, changes } = makeSession()
    session.warm()
    end().exit()
    expect(changes).toEqual([])
  })

  it('[H26] a flush is passed on, and starts no process', () => {
    const { session, ends, end } = makeSession()
    session.flush()
    expect(ends).toHaveLength(0)
    session.warm()
    session.flush()
    expect(end().posted).toEqual([{ type: 'flush' }])
  })
})

describe('idle', () => {
  it('[H30] the vault locks after the idle minutes, and not before', () => {
    const { open, clock, closes } = makeSession()
    open(3)
    clock.advance(3 * minute - 1)
    expect(closes()).toBe(0)
    clock.advance(1)
    expect(closes()).toBe(1)
  })

  it('[H30] activity begins the time anew', () => {
    const { session, open, clock, closes } = makeSession()
    open(3)
    clock.advance(2 * minute)
    session.activity()
    clock.advance(3 * minute - 1)
    expect(closes()).toBe(0)
    clock.advance(1)
    expect(closes()).toBe(1)
  })

  it('[H30] what the window does by itself is no activity', () => {
    const { session, open, clock, closes } = makeSession()
    open(3)
    clock.advance(2 * minute)
    void session.call('journal.list', { offset: 0, limit: 1 })
    clock.advance(minute)
    expect(closes()).toBe(1)
  })

  it('[H31] other idle minutes count from when they are set', () => {
    const { open, end, clock, closes } = makeSession()
    open(60)
    clock.advance(5 * minute)
    end().say({ type: 'opened', idleMinutes: 1 })
    clock.advance(minute)
    expect(closes()).toBe(1)
  })

  it('[H32] a vault that can’t be locked when idle is tried again after as long', async () => {
    const { session, open, end, clock, closes } = makeSession()
    open(3)
    clock.advance(3 * minute)
    end().say({ type: 'not-closed', failure: { code: 'disk-full' } })
    await settled()
    clock.advance(3 * minute - 1)
    expect(closes()).toBe(1)
    clock.advance(1)
    expect(closes()).toBe(2)
    expect(session.isOpen()).toBe(true)
  })

  it('[H33] time slept through counts: the first activity after it locks', () => {
    const { session, open, clock, sleep, closes } = makeSession()
    open(3)
    clock.advance(minute)
    sleep(8 * 60 * minute)
    session.activity()
    expect(closes()).toBe(1)
  })

  it('[H33] a short sleep does not lock', () => {
    const { session, open, clock, sleep, closes } = makeSession()
    open(3)
    clock.advance(minute)
    sleep(minute)
    session.activity()
    clock.advance(2 * minute)
    expect(closes()).toBe(0)
  })

  it('[H34] before the unlock and after the lock no idle time runs', async () => {
    const { session, open, end, clock, closes } = makeSession()
    session.warm()
    session.activity()
    clock.advance(60 * minute)
    expect(closes()).toBe(0)
    open(3)
    const lock = session.lock()
    end().exit()
    await lock
    session.warm()
    session.activity()
    clock.advance(60 * minute)
    expect(closes(2)).toBe(0)
  })
})
