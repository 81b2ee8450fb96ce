import { existsSync, mkdirSync, statSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'

/** How long a failure is remembered, in ms. */
const rememberFor = 24 * 60 * 60 * 1000

/** Whether fetching has failed within a day, as this file remembers. */
export const failedLately = (file: string): boolean =>
  existsSync(file) && Date.now() - statSync(file).mtimeMs < rememberFor

/** Remembers in this file that fetching has failed just now. */
export function rememberFailure(file: string): void {
  mkdirSync(dirname(file), { recursive: true })
  writeFileSync(file, '')
}
