import { describe, expect, it } from 'vitest'
import { systemClock } from '../../electron/adapters/system-clock'
import type { Clock } from '../../electron/core/ports'
import { createManualClock } from '../support/manual-clock'

const manual = createManualClock(1_772_350_200_000)

/** Each clock with the way to let a few milliseconds go by on it. */
const clocks: readonly { name: string; clock: Clock; pass(ms: number): void }[] = [
  { name: 'the machine’s', clock: systemClock, pass: () => {} },
  { name: 'one that a test turns', clock: manual, pass: (ms) => manual.advance(ms) },
]

describe.each(clocks)('the clock port: $name', ({ clock, pass }) => {
  it('[F110] runs what it was given once, not before its time, and the earlier first', async () => {
    const ran: { name: string; at: number }[] = []
    const begun = clock.now()
    const done = new Promise<void>((resolve) => {
      const note = (name: string) => () => {
        ran.push({ name, at: clock.now() - begun })
        if (ran.length === 3) resolve()
      }
      clock.after(40, note('last'))
      clock.after(5, note('first'))
      clock.after(20, note('second'))
    })
    expect(ran, 'nothing runs at once').toEqual([])
    pass(40)
    await done
    pass(1000)
    expect(ran.map(({ name }) => name)).toEqual(['first', 'second', 'last'])
    // The system's timers count whole milliseconds of another clock than the wall's.
    for (const [index, due] of [5, 20, 40].entries()) expect(ran[index]?.at).toBeGreaterThanOrEqual(due - 1)
  })

  it('[F110] does not run what was called off, and calling off what has run changes nothing', async () => {
    const ran: string[] = []
    const callOff = clock.after(1, () => ran.push('called off'))
    callOff()
    callOff()
    await new Promise<void>((resolve) => {
      const callOffLate = clock.after(5, () => {
        ran.push('kept')
        callOffLate()
        resolve()
      })
      pass(5)
    })
    pass(1000)
    expect(ran).toEqual(['kept'])
  })

  it('[F110] runs what is given while something runs, in its own time', async () => {
    const ran: string[] = []
    await new Promise<void>((resolve) => {
      clock.after(1, () => {
        clock.after(1, () => {
          ran.push('inner')
          resolve()
        })
        ran.push('outer')
      })
      pass(2)
    })
    expect(ran).toEqual(['outer', 'inner'])
  })

  it('[F110] tells the time in milliseconds since 1970', () => {
    expect(new Date(clock.now()).getFullYear()).toBeGreaterThan(2024)
    expect(Number.isInteger(clock.now())).toBe(true)
  })
})
