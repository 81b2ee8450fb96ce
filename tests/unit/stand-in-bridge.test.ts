import { expect, it } from 'vitest'
import { expose, passOver } from '../support/electron-stand-in/bridge'
import { ipcMain } from '../support/electron-stand-in/ipc-main'

class Tide {
  readonly height = 3
  readonly #secret = 'deep'
  tell() {
    return this.#secret
  }
}

const toPage = <T>(value: T) => passOver(value, 'page') as T

it('[E290] over the bridge of a preload go copies: of an object its members without its class, of an error its message', () => {
  const sent = { list: [1, { deep: 'x' }], day: new Date(0), bytes: new Uint8Array([1, 2]), map: new Map([[1, 'a']]) }
  const copy = toPage(sent)
  expect(copy).toEqual(sent)
  expect(copy.list[1]).not.toBe(sent.list[1])
  expect(copy.bytes.buffer).not.toBe(sent.bytes.buffer)

  const tide = toPage(new Tide())
  expect(tide.height).toBe(3)
  expect(tide).not.toBeInstanceOf(Tide)
  expect(tide.tell).toBe(undefined)

  const error = toPage(Object.assign(new RangeError('too high'), { code: 'tide', cause: sent }))
  expect(error.message).toBe('too high')
  expect(Object.getPrototypeOf(error)).toBe(Error.prototype)
  expect(Object.keys(error)).toEqual([])
  expect(error.cause).toBe(undefined)
})

it('[E290] what occurs twice in a call is one copy, and a circle stays one', () => {
  const twice: Record<string, unknown> = {}
  twice['self'] = twice
  const copy = toPage(twice)
  expect(copy['self']).toBe(copy)
})

it('[E290] functions and promises are stood for, and what they give crosses as well', async () => {
  const given = { entries: ['a'] }
  const api = toPage({
    give: () => given,
    later: async () => given,
    fail: async () => Promise.reject(Object.assign(new TypeError('lost'), { code: 'gone' })),
    explode: () => {
      throw new TypeError('at once')
    },
    call: (listener: (value: unknown) => unknown) => listener(given),
  })
  expect(api.give()).toEqual(given)
  expect(api.give()).not.toBe(given)
  expect(await api.later()).not.toBe(given)
  const failed = await api.fail().catch((error: unknown) => error)
  expect(Object.getPrototypeOf(failed)).toBe(Error.prototype)
  expect(failed).toMatchObject({ message: 'lost' })
  expect(failed).not.toHaveProperty('code')
  expect(api.explode).toThrow(new Error('at once'))
  // A page's own function is stood for in the preload, and gets copies there too.
  let seen: unknown
  api.call((value) => (seen = value))
  expect(seen).toEqual(given)
  expect(seen).not.toBe(given)
  // One that comes back is the one that went.
  const own = () => {}
  expect(passOver(toPage(own), 'preload')).toBe(own)
})

it('[E290] what has no copy does not cross', () => {
  let deep: unknown = {}
  for (let level = 0; level < 500; level++) deep = { deep }
  const refused = [Symbol('sign'), new Proxy({}, {}), new WeakMap(), deep, new Map([[1, () => {}]])]
  for (const value of refused) expect(() => toPage({ value })).toThrow()
})

it('[E290] what a preload exposes is frozen all through, and a name is exposed once', () => {
  const world: Record<string, object> = {}
  expose(world, 'twofold', { call: () => {}, nested: { list: [1] } })
  const { twofold } = world as { twofold: { call: unknown; nested: { list: number[] } } }
  expect(() => (twofold.call = null)).toThrow(TypeError)
  expect(() => twofold.nested.list.push(2)).toThrow(TypeError)
  expect(() => expose(world, 'twofold', {})).toThrow('existing property')
})

it('[E291] of what a handler throws only a text crosses, and what has no copy is thrown there too', async () => {
  const frame = { url: 'app://twofold/', parent: null }
  ipcMain.handle('fail', () => Promise.reject(Object.assign(new RangeError('too high'), { code: 'tide' })))
  ipcMain.handle('give', () => ({ action: () => {} }))
  const failed = await ipcMain.invoke(frame, 'fail', null).catch((error: unknown) => error)
  expect(Object.getPrototypeOf(failed)).toBe(Error.prototype)
  expect(failed).toMatchObject({ message: "Error invoking remote method 'fail': RangeError: too high" })
  expect(failed).not.toHaveProperty('code')
  await expect(ipcMain.invoke(frame, 'give', null)).rejects.toThrow('could not be cloned')
  await expect(ipcMain.invoke(frame, 'fail', () => {})).rejects.toThrow('could not be cloned')
  expect(() => ipcMain.handle('give', () => null)).toThrow('second handler')
})
