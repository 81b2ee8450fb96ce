import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createAutosave } from '../../electron/core/journals/autosave'
import { type Saving } from '../../shared/contract'
import { reportErrorsTo } from '../../shared/background'
import { AppError } from '../../shared/failure'
import { createManualClock } from '../support/manual-clock'

/** An autosave whose writes end when the test says so. */
function makeAutosave() {
  const clock = createManualClock(1000)
  const states: Saving[] = []
  const writes: { end(): void; fail(error: unknown): void }[] = []
  const autosave = createAutosave({
    clock,
    onState: (saving) => states.push(saving),
    write: () => new Promise((resolve, reject) => writes.push({ end: resolve, fail: reject })),
  })
  return { autosave, clock, states, writes }
}

/** Lets every promise that is settled by now have its say. */
const settled = async () => {
  for (let turn = 0; turn < 20; turn++) await Promise.resolve()
}

const full = () => new AppError({ code: 'disk-full' })

describe('autosave', () => {
  it('[J1] a change is written 300 ms after the last one', () => {
    const { autosave, clock, writes } = makeAutosave()
    autosave.changed()
    clock.advance(200)
    autosave.changed()
    clock.advance(299)
    expect(writes).toHaveLength(0)
    clock.advance(1)
    expect(writes).toHaveLength(1)
  })

  it('[J1] a change waits no longer than a second while more keep coming', () => {
    const { autosave, clock, writes } = makeAutosave()
    for (let at = 0; at < 950; at += 50) {
      autosave.changed()
      clock.advance(50)
    }
    expect(writes).toHaveLength(0)
    autosave.changed()
    clock.advance(50)
    expect(writes).toHaveLength(1)
  })

  it('[J2] one write runs at a time, and what changed during it is written after it', async () => {
    const { autosave, clock, states, writes } = makeAutosave()
    autosave.changed()
    clock.advance(300)
    autosave.changed()
    clock.advance(5000)
    expect(writes).toHaveLength(1)
    writes[0]?.end()
    await settled()
    expect(states.at(-1)).toEqual({ pending: true, failure: null })
    clock.advance(1000)
    await settled()
    expect(writes).toHaveLength(2)
    writes[1]?.end()
    await settled()
    expect(states.at(-1)).toEqual({ pending: false, failure: null })
  })

  it('[J3] it says that words wait from the first change until they are written, and says nothing twice', async () => {
    const { autosave, clock, states, writes } = makeAutosave()
    autosave.changed()
    autosave.changed()
    clock.advance(300)
    expect(states).toEqual([{ pending: true, failure: null }])
    writes[0]?.end()
    await settled()
    expect(states).toEqual([
      { pending: true, failure: null },
      { pending: false, failure: null },
    ])
  })

  it('[J4] a write that failed is told with its reason, tried again after two seconds, and then forgotten', async () => {
    const { autosave, clock, states, writes } = makeAutosave()
    autosave.changed()
    clock.advance(300)
    writes[0]?.fail(full())
    await settled()
    expect(states.at(-1)).toEqual({ pending: true, failure: { code: 'disk-full' } })
    clock.advance(1999)
    expect(writes).toHaveLength(1)
    clock.advance(1)
    expect(writes).toHaveLength(2)
    writes[1]?.end()
    await settled()
    expect(states.at(-1)).toEqual({ pending: false, failure: null })
  })

  it('[J4] an error that is no failure of the app is told as a bug, without a word of its text, and reported', async () => {
    const { autosave, clock, states, writes } = makeAutosave()
    const reported: unknown[] = []
    reportErrorsTo((error) => reported.push(error))
    const error = new Error('ENOENT: Dear diary')
    autosave.changed()
    clock.advance(300)
    writes[0]?.fail(error)
    await settled()
    expect(states.at(-1)).toEqual({ pending: true, failure: { code: 'bug' } })
    expect(reported).toEqual([error])
  })

  it('[J5] after a failure each key asks for a write no sooner than any other change does', async () => {
    const { autosave, clock, writes } = makeAutosave()
    autosave.changed()
    clock.advance(300)
    clock.advance(5000)
    writes[0]?.fail(full())
    await settled()
    for (let key = 0; key < 5; key++) {
      autosave.changed()
      clock.advance(100)
    }
    expect(writes).toHaveLength(1)
    clock.advance(300)
    expect(writes).toHaveLength(2)
  })

  it('[J6] a flush writes at once and resolves only when the writing has ended', async () => {
    const { autosave, writes } = makeAutosave()
    autosave.changed()
    let flushed = false
    const flush = autosave.flush().then(() => (flushed = true))
    expect(writes).toHaveLength(1)
    autosave.changed()
    writes[0]?.end()
    await settled()
    expect(flushed).toBe(false)
    writes[1]?.end()
    await flush
    expect(writes).toHaveLength(2)
  })

  it('[J6] a flush ends though something changes with every write, and what came last is still waiting', async () => {
    const { autosave, writes, states } = makeAutosave()
    autosave.changed()
    const flush = autosave.flush().then(() => 'ended')
    for (let write = 0; write < 8; write++) {
      autosave.changed()
      writes[write]?.end()
      await settled()
    }
    expect(await flush).toBe('ended')
    expect(writes).toHaveLength(8)
    expect(autosave.isWaiting()).toBe(true)
    expect(states.at(-1)?.pending).toBe(true)
  })

  it('[J6] a flush without changes writes nothing', async () => {
    const { autosave, writes, states } = makeAutosave()
    await autosave.flush()
    expect(writes).toHaveLength(0)
    expect(states).toEqual([])
  })

  it('[J6] a flush that cannot write fails with the reason, and the words still wait', async () => {
    const { autosave, writes, states } = makeAutosave()
    autosave.changed()
    const flush = autosave.flush()
    writes[0]?.fail(full())
    await expect(flush).rejects.toMatchObject({ failure: { code: 'disk-full' } })
    const again = autosave.flush()
    writes[1]?.end()
    await again
    expect(states.at(-1)).toEqual({ pending: false, failure: null })
  })

  it('[J7] whatever the order of changes, writes, failures and flushes, in the end all is written and said so', async () => {
    const step = fc.oneof(fc.constant('change' as const), fc.constant('flush' as const), fc.nat({ max: 1500 }))
    await fc.assert(
      fc.asyncProperty(fc.scheduler(), fc.array(step, { maxLength: 30 }), fc.infiniteStream(fc.boolean()), fuzz),
      { numRuns: 300 },
    )
  })
})

/** Writes take a snapshot when they begin, as the store does; a scheduler of fast-check decides when they end. */
async function fuzz(scheduler: fc.Scheduler, steps: ('change' | 'flush' | number)[], failing: fc.Stream<boolean>) {
  const clock = createManualClock()
  const states: Saving[] = []
  let version = 0
  let onDisk = 0
  let atOnce = 0
  let mostAtOnce = 0
  let mayFail = true
  const autosave = createAutosave({
    clock,
    onState: (saving) => states.push(saving),
    async write() {
      const snapshot = version
      atOnce += 1
      mostAtOnce = Math.max(mostAtOnce, atOnce)
      const fails = mayFail && failing.next().value
      await scheduler.schedule(Promise.resolve(), 'write')
      atOnce -= 1
      if (fails) throw full()
      onDisk = snapshot
    },
  })
  for (const step of steps) {
    if (step === 'change') {
      version += 1
      autosave.changed()
    } else if (step === 'flush') {
      const due = version
      void autosave.flush().then(
        () => expect(onDisk).toBeGreaterThanOrEqual(due),
        () => expect(mayFail).toBe(true),
      )
    } else clock.advance(step)
    if (scheduler.count() > 0 && version % 2 === 0) await scheduler.waitOne()
  }
  await scheduler.waitIdle()
  mayFail = false
  for (let second = 0; second < 6; second++) {
    clock.advance(1000)
    await scheduler.waitIdle()
  }
  expect(mostAtOnce).toBeLessThanOrEqual(1)
  expect(onDisk).toBe(version)
  expect(states.at(-1) ?? { pending: false, failure: null }).toEqual({ pending: false, failure: null })
}
