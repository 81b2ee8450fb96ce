import { createVaultSession } from '../../electron/core/host/vault-session'
import type { VaultEnd } from '../../electron/core/protocol/vault-protocol'
import type { Clock } from '../../electron/core/ports'
import { createManualClock } from './manual-clock'
import { createProcessEnd, type ProcessEnd } from './process-end'

/** A vault session whose processes and page the test plays. */
export function makeSession() {
  const clock = createManualClock()
  let asleep = 0
  const sleeping: Clock = { ...clock, now: () => clock.now() + asleep }
  const ends: ProcessEnd[] = []
  const changes: boolean[] = []
  const broken: VaultEnd[] = []
  const signals: [string, unknown][] = []
  /** There is none, until a test has one. */
  const page: { hearOut(): Promise<void> | null } = { hearOut: () => null }
  const session = createVaultSession({
    clock: sleeping,
    start() {
      const end = createProcessEnd(ends.length + 1)
      ends.push(end)
      return end
    },
    hearOut: () => page.hearOut(),
    onChange: (open) => changes.push(open),
    onSignal: (name, payload) => signals.push([name, payload]),
    onOrder: () => {},
    onEnded: () => {},
    onBroken: (code) => broken.push(code),
  })
  const end = (number = ends.length) => {
    const found = ends[number - 1]
    if (!found) throw new Error('no process was started')
    return found
  }
  const open = (idleMinutes = 10) => {
    session.warm()
    end().say({ type: 'opened', idleMinutes })
  }
  /** The computer sleeps: time goes by, timers don't. */
  const sleep = (ms: number) => void (asleep += ms)
  const closes = (number?: number) => end(number).posted.filter(({ type }) => type === 'close').length
  return { session, page, clock, ends, changes, signals, broken, end, open, sleep, closes }
}
