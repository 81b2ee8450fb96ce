import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { createDispatch, createEmit } from '../../electron/core/dispatch'
import type { Call, Contract } from '../../shared/contract'
import { AppError } from '../../shared/failure'

const call = (input: z.ZodType, output: z.ZodType): Call => ({ type: 'call', input, output, direct: false })
const contract = {
  sea: {
    swim: call(z.object({ metres: z.number().positive() }), z.string()),
    rest: call(z.void(), z.void()),
    tide: { type: 'signal', payload: z.number(), lasting: false },
  },
} satisfies Contract

function makeDispatch(swim: (input: unknown) => unknown = () => 'swum') {
  const heard: unknown[] = []
  const bugs: [string, unknown][] = []
  const services = {
    sea: {
      swim(input: unknown) {
        heard.push(input)
        return swim(input)
      },
      rest: (input: unknown) => void heard.push(input),
      tide: () => 'a signal is no call',
      hidden: () => 'not in the contract',
    },
  }
  const dispatch = createDispatch(contract as Contract, services, (name, error) => bugs.push([name, error]))
  return { dispatch, heard, bugs }
}

const refused = { ok: false, failure: { code: 'bad-request' } }

describe('dispatch', () => {
  it('[H1] a call is answered with what its service returns, at once or later', async () => {
    expect(await makeDispatch().dispatch('sea.swim', { metres: 5 })).toEqual({ ok: true, value: 'swum' })
    const { dispatch } = makeDispatch(() => Promise.resolve('later'))
    expect(await dispatch('sea.swim', { metres: 5 })).toEqual({ ok: true, value: 'later' })
  })

  it('[H1] the service hears what was parsed, without anything beside it', async () => {
    const { dispatch, heard } = makeDispatch()
    await dispatch('sea.swim', { metres: 5, __proto__: { admin: true }, depth: 3 })
    await dispatch('sea.rest', null)
    expect(heard).toEqual([{ metres: 5 }, undefined])
  })

  it.each([
    'sea.dive',
    'sea.hidden',
    'sea.tide',
    'sea',
    '',
    'sea.swim.far',
    'swim',
    '__proto__.swim',
    '__proto__.toString',
    'constructor.name',
    'sea.__proto__',
    'sea.constructor',
    'sea.toString',
    'toString',
  ])('[H2] the name “%s” is refused', async (name) => {
    const { dispatch, heard, bugs } = makeDispatch()
    expect(await dispatch(name, { metres: 5 })).toEqual(refused)
    expect([heard, bugs]).toEqual([[], []])
  })

  it.each([undefined, null, {}, { metres: '5' }, { metres: -1 }, 'sea', []])(
    '[H3] input %j that does not fit is refused before the service hears it',
    async (input) => {
      const { dispatch, heard } = makeDispatch()
      expect(await dispatch('sea.swim', input)).toEqual(refused)
      expect(heard).toEqual([])
    },
  )

  it('[H4] a failure of the app crosses as data, with its details', async () => {
    const { dispatch, bugs } = makeDispatch(() => {
      throw new AppError({ code: 'folder-missing', folder: '/home/ana' }, { cause: new Error('ENOENT') })
    })
    const reply = await dispatch('sea.swim', { metres: 5 })
    expect(reply).toEqual({ ok: false, failure: { code: 'folder-missing', folder: '/home/ana' } })
    expect(bugs).toEqual([])
  })

  it('[H5] an error nobody expected is a bug without a word of its text, which stays on this side', async () => {
    const error = new Error('Dear diary')
    const { dispatch, bugs } = makeDispatch(() => Promise.reject(error))
    const reply = await dispatch('sea.swim', { metres: 5 })
    expect(reply).toEqual({ ok: false, failure: { code: 'bug' } })
    expect(bugs).toEqual([['sea.swim', error]])
  })

  it('[H6] a signal is sent by its whole name, and a call is none', () => {
    const sent: unknown[] = []
    const emit = createEmit(contract, (name, payload) => sent.push([name, payload]))
    emit.sea.tide(3)
    expect(sent).toEqual([['sea.tide', 3]])
    expect(Object.keys(emit.sea)).toEqual(['tide'])
  })
})
