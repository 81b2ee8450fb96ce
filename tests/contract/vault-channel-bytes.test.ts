import { expect, it } from 'vitest'
import { forkVaultProcess } from '../../electron/adapters/fork-vault-process'
import { createVaultLink } from '../../electron/core/host/vault-link'
import { builtChild } from '../support/built-children'
import { createManualClock } from '../support/manual-clock'

const script = builtChild('bytes-child')

it('[B35] bytes cross the channel of a forked process both ways, and pass the check of a Uint8Array there', async () => {
  const signals: unknown[] = []
  const link = createVaultLink({
    process: forkVaultProcess({ script, folder: '' }),
    clock: createManualClock(),
    onSignal: (name, payload) => signals.push([name, payload]),
    onOpened: () => {},
    onOrder: () => {},
    onEnded: () => {},
    onBroken: () => {},
  })
  const whole = new Uint8Array([9, 1, 2, 255, 9])
  for (const bytes of [whole.slice(1, 4), whole.subarray(1, 4), Buffer.from([1, 2, 255])]) {
    const reply = await link.call('echo.turn', { bytes })
    if (!reply.ok) throw new Error(reply.failure.code)
    const answered = (reply.value as { bytes: unknown }).bytes
    expect(answered).toBeInstanceOf(Uint8Array)
    expect([...(answered as Uint8Array)]).toEqual([255, 2, 1])
    const [name, payload] = signals.pop() as [string, { bytes: Uint8Array }]
    expect([name, ...payload.bytes]).toEqual(['echo.heard', 1, 2, 255])
  }
  const large = new Uint8Array(8 * 1024 * 1024).fill(3)
  expect(await link.call('echo.turn', { bytes: large })).toMatchObject({ ok: true })
  for (const bytes of [[1, 2], 'x', { 0: 1 }, new Uint16Array(2)]) {
    expect(await link.call('echo.turn', { bytes })).toEqual({ ok: false, failure: { code: 'bad-request' } })
  }
  await link.close()
})
