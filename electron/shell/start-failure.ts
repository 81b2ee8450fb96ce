import { app, dialog } from 'electron'
import { background } from '../../shared/background'

/** An app that can't start says this sentence to the person, and ends. */
export class StartRefusal extends Error {}

const fault = 'Twofold could not start because of a fault in it. Nothing was changed.'

/**
 * Makes the end of a start that fails: one sentence in a box, and the app is gone. Without it Electron, which goes on
 * whatever its entry throws or rejects, would leave an app that nobody sees and that keeps every other start out.
 */
export function createStartFailure(): (error: unknown) => void {
  let isEnding = false
  return (error) => {
    if (isEnding) return
    isEnding = true
    const sentence = error instanceof StartRefusal ? error.message : fault
    process.stderr.write(`${sentence}\n`)
    background(sayAndEnd(sentence))
  }
}

async function sayAndEnd(sentence: string): Promise<void> {
  // Before that Linux shows no box, only lines on a terminal that nobody may be looking at.
  await app.whenReady()
  dialog.showErrorBox('Twofold', sentence)
  app.exit(1)
}
