import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'

/**
 * What Electron's own types declare, read from the very file that the compiler checks the app against: an option or a
 * role that isn't there Electron would pass over without a word.
 */
const types = readFileSync(resolve(import.meta.dirname, '../../../node_modules/electron/electron.d.ts'), 'utf8')
const known = new Map<string, ReadonlySet<string>>()

/** The fields of an interface, those that it inherits among them. */
export function fieldsOf(name: string): ReadonlySet<string> {
  const found = known.get(name)
  if (found) return found
  const { body, parents } = declarationOf(name)
  const own = [...body.matchAll(/^ {4}(?:readonly )?(\w+)\??:/gm)].map(([, field = '']) => field)
  const fields = new Set([...own, ...parents.flatMap((parent) => [...fieldsOf(parent)])])
  known.set(name, fields)
  return fields
}

/** The words that a field of an interface may hold. */
export function wordsOf(name: string, field: string): ReadonlySet<string> {
  const [, type = ''] = new RegExp(`^ {4}${field}\\?: (.*);$`, 'm').exec(declarationOf(name).body) ?? []
  return new Set([...type.matchAll(/'([^']+)'/g)].map(([, word = '']) => word))
}

/** The events that an object of a class or an interface emits, those that it inherits among them. */
export function eventsOf(name: string): ReadonlySet<string> {
  const { body, parents } = declarationOf(name)
  const own = [...body.matchAll(/^ {4}on\(event: '([^']+)'/gm)].map(([, event = '']) => event)
  return new Set([...own, ...parents.flatMap((parent) => [...eventsOf(parent)])])
}

/** Throws where an object has a field that the interface doesn't. */
export function refuseUnknown(name: string, value: object): void {
  const fields = fieldsOf(name)
  for (const field of Object.keys(value)) if (!fields.has(field)) throw new TypeError(`${name} has no '${field}'`)
}

function declarationOf(name: string): { body: string; parents: string[] } {
  const head = `^ {2}(?:interface|class) ${name}(?: extends ([\\w., ]+))? \\{`
  const [whole, parents = '', body = ''] = new RegExp(`${head}\\n([^]*?)^ {2}\\}$`, 'm').exec(types) ?? []
  if (whole === undefined) throw new Error(`Electron declares no ${name}`)
  // What Node's own emitters have is no business of Electron's types.
  return { body, parents: parents.split(', ').filter((parent) => parent && !parent.startsWith('Node')) }
}
