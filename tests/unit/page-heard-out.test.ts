import { describe, expect, it } from 'vitest'
import { idOf } from '../support/journal-entries'
import { makeHost, settled } from '../support/made-host'
import { makeSession } from '../support/made-session'

const minute = 60_000

describe('the lock of an open vault', () => {
  it('[B31] a lock flushes, hears the page out, and only then closes; all who lock share that', async () => {
    const { session, page, open, end, clock } = makeSession()
    open(3)
    let asked = 0
    let heard = () => {}
    page.hearOut = () => {
      asked += 1
      return new Promise((resolve) => (heard = resolve))
    }
    clock.advance(3 * minute)
    const lock = session.lock()
    await settled()
    expect([asked, end().posted]).toEqual([1, [{ type: 'flush' }]])
    heard()
    await settled()
    expect(end().posted).toEqual([{ type: 'flush' }, { type: 'close' }])
    end().exit()
    await lock
  })

  it('[B31] a vault process that ends while the page is heard is locked, and the next one can be', async () => {
    const { session, page, open, end, closes } = makeSession()
    open()
    let heard = () => {}
    page.hearOut = () => new Promise((resolve) => (heard = resolve))
    const lock = session.lock()
    end().exit()
    heard()
    await lock
    page.hearOut = () => null
    open()
    const again = session.lock()
    expect(closes()).toBe(1)
    end().exit()
    await again
  })

  it('[B31] nobody is heard out while the vault isn’t open', async () => {
    const { session, page, end } = makeSession()
    session.warm()
    page.hearOut = () => {
      throw new Error('there is nothing to say')
    }
    const lock = session.lock()
    end().exit()
    await lock
  })
})

describe('the host and its page', () => {
  it('[B31] before it locks the page is asked to finish, and its answer to that is waited for', async () => {
    const { host, page, last, signals, valueOf } = makeHost()
    host.session.warm()
    last().say({ type: 'opened', idleMinutes: 10 })
    await settled()
    page.isThere = true
    void host.session.lock()
    await settled()
    expect(signals.at(-1)).toEqual(['app.ending', { id: 1 }])
    expect(last().posted).toEqual([{ type: 'flush' }])
    void host.call('journal.read', { id: idOf(1) })
    await valueOf('app.finished', { id: 7 })
    await settled()
    expect(last().posted.map(({ type }) => type)).toEqual(['flush', 'call'])
    await valueOf('app.finished', { id: 1 })
    await settled()
    expect(last().posted.map(({ type }) => type)).toEqual(['flush', 'call', 'close'])
  })

  it('[B31] a page that doesn’t answer is waited for two seconds, and where there is none nobody is', async () => {
    const { host, page, clock, last } = makeHost()
    host.session.warm()
    last().say({ type: 'opened', idleMinutes: 10 })
    page.isThere = true
    void host.session.lock()
    clock.advance(1999)
    await settled()
    expect(last().posted).toEqual([{ type: 'flush' }])
    clock.advance(1)
    await settled()
    expect(last().posted).toEqual([{ type: 'flush' }, { type: 'close' }])
    last().exit()
    page.isThere = false
    host.session.warm()
    last().say({ type: 'opened', idleMinutes: 10 })
    void host.session.lock()
    await settled()
    expect(last().posted).toEqual([{ type: 'close' }])
  })
})
