/** What still answers on an object of Electron's that has been destroyed. */
const stays = new Set(['constructor', 'isDestroyed'])

/**
 * From now on every method, and every property in `properties`, throws as Electron's native objects do once they are
 * destroyed (`TrackableObject` marks them so before their last event). What comes from EventEmitter goes on working.
 */
export function markDestroyed(object: object, emitter: object, properties: readonly string[] = []): void {
  for (const name of [...methodsOf(object, emitter), ...properties]) {
    Object.defineProperty(object, name, {
      configurable: true,
      get() {
        throw new TypeError('Object has been destroyed')
      },
    })
  }
}

function methodsOf(object: object, emitter: object): string[] {
  const names: string[] = []
  for (let at = Object.getPrototypeOf(object) as object; at !== emitter; at = Object.getPrototypeOf(at) as object)
    names.push(...Object.getOwnPropertyNames(at).filter((name) => !stays.has(name)))
  return names
}
