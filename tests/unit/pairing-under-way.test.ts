import { expect, it } from 'vitest'
import { systemRandomness } from '../../electron/adapters/system-randomness'
import { AppError } from '../../shared/failure'
import { makeSide, type Side } from '../support/pairing-side'

const settled = async () => {
  for (let turn = 0; turn < 50; turn++) await Promise.resolve()
}

/** Everything said so far arrives, and what is answered to it. */
async function deliver(a: Side, b: Side): Promise<void> {
  for (let round = 0; round < 6; round++) {
    for (const bytes of a.sent.splice(0)) b.pairing.hear(bytes)
    for (const bytes of b.sent.splice(0)) a.pairing.hear(bytes)
    await settled()
  }
}

/** Ana has invited, Ben has joined, and both see the words. */
async function comparing(): Promise<[Side, Side]> {
  const [ana, ben] = [await makeSide('Ana'), await makeSide('Ben')]
  await ana.pairing.invite(['127.0.0.1:1'])
  const inviting = ana.pairing.stage()
  if (inviting.stage !== 'inviting') throw new Error('no invite')
  await ben.pairing.join(inviting.text)
  const reach = ben.pairing.reach()
  if (reach?.role !== 'joiner') throw new Error('nobody joins')
  const handshakeHash = systemRandomness.bytes(64)
  const noiseOf = (side: Side) => side.tools.identity.noise.publicKey
  const linked = { type: 'pairing-linked', handshakeHash } as const
  await ben.pairing.linked({ ...linked, remoteNoiseKey: noiseOf(ana), payload: new Uint8Array() })
  await ana.pairing.linked({ ...linked, remoteNoiseKey: noiseOf(ben), payload: reach.payload })
  await deliver(ana, ben)
  expect(ana.pairing.stage()).toMatchObject({ stage: 'comparing', partnerName: 'Ben' })
  expect(ben.pairing.stage()).toMatchObject({ stage: 'comparing', partnerName: 'Ana' })
  return [ana, ben]
}

it('[Q26] a stream that ends while the journal is being adopted breaks nothing off', async () => {
  const [ana, ben] = await comparing()
  ana.pairing.answer('match')
  ben.pairing.answer('match')
  await deliver(ana, ben)
  expect([ana.adoptions.length, ben.adoptions.length]).toEqual([1, 1])
  // Ana's side is done first, and lets the stream go.
  ana.adoptions[0]?.()
  await settled()
  const ended = ben.pairing.giveUp({ code: 'pairing-broken-off' })
  ben.adoptions[0]?.()
  await ended
  await settled()
  expect([ana.pairing.stage(), ben.pairing.stage()]).toEqual([{ stage: 'none' }, { stage: 'none' }])
})

it('[Q27] a journal is adopted once, however often it is said that both have said yes', async () => {
  const [ana, ben] = await comparing()
  ana.pairing.answer('match')
  ben.pairing.answer('match')
  await deliver(ana, ben)
  // The partner's device has found this one by the new key meanwhile.
  const again = ben.pairing.settle()
  await settled()
  expect(ben.adoptions.length).toBe(1)
  ben.adoptions[0]?.()
  await again
  expect(ben.pairing.stage()).toEqual({ stage: 'none' })
})

it('[Q28] a stream that ends before both have answered breaks the pairing off', async () => {
  const [ana, ben] = await comparing()
  await ana.pairing.giveUp({ code: 'pairing-broken-off' })
  ben.pairing.answer('differ')
  await settled()
  expect(ana.pairing.stage()).toEqual({ stage: 'failed', failure: { code: 'pairing-broken-off' } })
  expect(ben.pairing.stage()).toEqual({ stage: 'failed', failure: { code: 'words-differ' } })
  expect([ana.tools.pairs.candidate(), ben.tools.pairs.candidate()]).toEqual([null, null])
})

const fill = (...sides: Side[]) => {
  for (const { disk } of sides) disk.state.failWith = new AppError({ code: 'disk-full' })
}

it("[Q120] 'they differ' on a full disk ends the pairing on both sides, and nothing of it is left once the disk takes it", async () => {
  const [ana, ben] = await comparing()
  ben.pairing.answer('match')
  await settled()
  expect(ben.disk.written).toHaveProperty('candidate')
  fill(ana, ben)
  ana.pairing.answer('differ')
  await deliver(ana, ben)
  for (const { pairing, orders, tools } of [ana, ben]) {
    expect(pairing.stage()).toEqual({ stage: 'failed', failure: { code: 'words-differ' } })
    expect([orders.at(-1), pairing.reach(), tools.pairs.candidate()]).toMatchObject(['end-pairing', {}, null])
  }
  ben.disk.state.failWith = undefined
  ben.clock.advance(2000)
  await settled()
  expect(ben.disk.written).not.toHaveProperty('candidate')
})

it('[Q121] a pairing whose yes cannot be written, or that nobody can be reached for, ends on a full disk too', async () => {
  const [ana, ben] = await comparing()
  fill(ana, ben)
  ben.pairing.answer('match')
  await settled()
  expect(ben.pairing.stage()).toEqual({ stage: 'failed', failure: { code: 'pairing-broken-off' } })
  await ana.pairing.giveUp({ code: 'partner-unreachable' })
  expect(ana.pairing.stage()).toEqual({ stage: 'failed', failure: { code: 'partner-unreachable' } })

  const other = await makeSide('Ana')
  await other.pairing.invite(['127.0.0.1:1'])
  fill(other)
  await other.pairing.endInvite({ code: 'invite-expired' })
  expect(other.pairing.stage()).toEqual({ stage: 'failed', failure: { code: 'invite-expired' } })
  expect(other.pairing.reach()).toBeNull()
})
