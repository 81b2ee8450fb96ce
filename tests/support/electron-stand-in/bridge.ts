import { types } from 'node:util'

/** The two worlds of a page whose context is isolated: that of the preload, and that of the page's own scripts. */
export type World = 'preload' | 'page'

type Anything = (...words: unknown[]) => unknown

/** How deep a value may lie; an array within another costs one, an object two. */
const maxDepth = 1000

/** Of a function that stands for one of the other world: that one, and where it lives. */
const originals = new WeakMap<object, { original: Anything; home: World }>()

/**
 * What the other world gets in place of a value, after Electron's electron_api_context_bridge.cc: functions and promises
 * are stood for, and everything else is copied. Of an error only the message crosses, of an object its own enumerable
 * members without their class; symbols don't. Throws for what can't be cloned and for what lies too deep.
 */
export function passOver(value: unknown, to: World): unknown {
  return createCrossing(to)(value, 0)
}

/** What a preload puts into the page's world: passed over, and frozen all through. */
export function expose(world: Record<string, object>, name: string, api: object): void {
  if (name in world) throw new Error('Cannot bind an API on top of an existing property on the window object')
  const value = freeze(passOver(api, 'page'))
  Object.defineProperty(world, name, { value, enumerable: true })
}

/** Copies any number of values of one call, so that what occurs twice among them is one copy. */
function createCrossing(to: World): (value: unknown, depth: number) => unknown {
  const copies = new Map<unknown, unknown>()

  function pass(value: unknown, depth: number): unknown {
    if (depth >= maxDepth) throw new TypeError('Electron contextBridge recursion depth exceeded')
    if (typeof value === 'symbol') throw new TypeError('a symbol does not cross the bridge')
    if (copies.has(value)) return copies.get(value)
    if (typeof value === 'function') return remember(value, standFor(value as Anything, to))
    if (typeof value !== 'object' || value === null) return value
    // Also of a rejection only what crosses arrives.
    if (types.isPromise(value)) {
      const settle = (settled: unknown) => passOver(settled, to)
      return remember(
        value,
        value.then(settle, (error: unknown) => Promise.reject(settle(error) as Error)),
      )
    }
    if (types.isNativeError(value)) return new Error(value.message)
    if (Array.isArray(value) && !types.isProxy(value)) {
      return remember(
        value,
        value.map((item) => pass(item, depth + 1)),
      )
    }
    if (!isPlain(value)) return remember(value, structuredClone(value))
    const copy: Record<string, unknown> = {}
    remember(value, copy)
    for (const [key, member] of Object.entries(value)) copy[key] = pass(member, depth + 2)
    return copy
  }

  function remember<T>(value: unknown, copy: T): T {
    copies.set(value, copy)
    return copy
  }

  return pass
}

/** The other world's function for this one: its words cross there, and what it gives or throws crosses back. */
function standFor(called: Anything, to: World): Anything {
  const known = originals.get(called)
  if (known?.home === to) return known.original
  const home: World = to === 'page' ? 'preload' : 'page'
  const proxy: Anything = (...words) => {
    const pass = createCrossing(home)
    const copies = words.map((word) => pass(word, 0))
    const { given, failure } = call(called, copies)
    if (failure !== null) throw new Error(failure)
    return passOver(given, to)
  }
  originals.set(proxy, { original: called, home })
  return proxy
}

function call(called: Anything, words: unknown[]): { given?: unknown; failure: string | null } {
  try {
    return { given: called(...words), failure: null }
  } catch (error) {
    const message = typeof error === 'object' && error !== null && 'message' in error ? error.message : undefined
    const unknown = 'An unknown exception occurred in the isolated context'
    return { failure: typeof message === 'string' ? message : unknown }
  }
}

/** What is copied member by member, whatever its class; all else that is an object is cloned, or can't be. */
function isPlain(value: object): boolean {
  return !(
    types.isProxy(value) ||
    types.isDate(value) ||
    types.isRegExp(value) ||
    types.isMap(value) ||
    types.isSet(value) ||
    types.isWeakMap(value) ||
    types.isWeakSet(value) ||
    types.isBoxedPrimitive(value) ||
    types.isAnyArrayBuffer(value) ||
    types.isArrayBufferView(value) ||
    types.isArgumentsObject(value) ||
    types.isModuleNamespaceObject(value)
  )
}

function freeze(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || types.isArrayBufferView(value) || Object.isFrozen(value)) {
    return value
  }
  Object.freeze(value)
  for (const member of Object.values(value)) freeze(member)
  return value
}
