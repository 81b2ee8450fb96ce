import { AppError } from './failure'

/** How many places of our own code a report names: the innermost ones. */
const maxPlaces = 5

/** A line of V8's stack: whatever the function is called, then the file, its line and its column. */
const placeInStack = /^ {4}at (?:.*[(/\\ ])?([\w.-]{1,80}\.[cm]?[jt]sx?):(\d{1,7}):(\d{1,7})\)?$/u

/** What `errorReport` makes; a report that comes from elsewhere is nothing else. */
export const errorReportForm =
  /^[A-Za-z]{1,40}(?: [\w-]{1,40})?(?: at [\w.-]{1,80}:\d{1,7}:\d{1,7}(?:, [\w.-]{1,80}:\d{1,7}:\d{1,7}){0,4})?$/u

/**
 * All that is said of an unexpected error: its kind, its code, and where in our own code it arose, as in
 * `TypeError at vault-process.js:120:7`. Never its text, nor a path or a function's name: an error may quote what
 * somebody wrote.
 */
export function errorReport(error: unknown): string {
  if (!(error instanceof Error)) return 'unknown'
  const kind = /^[A-Za-z]{1,40}$/u.test(error.name) ? error.name : 'Error'
  const code = codeOf(error)
  const places = placesOf(error)
  return `${kind}${code && ` ${code}`}${places.length > 0 ? ` at ${places.join(', ')}` : ''}`
}

function codeOf(error: Error): string {
  if (error instanceof AppError) return error.failure.code
  const code: unknown = 'code' in error ? error.code : ''
  return typeof code === 'string' && /^[A-Z][A-Z0-9_]{1,39}$/u.test(code) ? code : ''
}

function placesOf(error: Error): string[] {
  // Anybody can put something else in their place.
  const { stack, message }: { stack?: unknown; message: unknown } = error
  if (typeof stack !== 'string' || typeof message !== 'string') return []
  // The text stands before the places, and could itself look like some.
  const afterText = stack.indexOf(message)
  if (afterText === -1) return []
  const lines = stack.slice(afterText + message.length).split('\n')
  return lines
    .filter((line) => !line.includes('node:') && !line.includes('node_modules'))
    .map((line) => placeInStack.exec(line))
    .filter((found) => found !== null)
    .slice(0, maxPlaces)
    .map(([, file, line, column]) => `${file}:${line}:${column}`)
}
