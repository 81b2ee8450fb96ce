/** Runs tasks one after another, each once the one before has ended, well or not. */
export type InTurn = <T>(task: () => Promise<T>) => Promise<T>

/** A new queue of tasks. */
export function createTurns(): InTurn {
  let last: Promise<unknown> = Promise.resolve()
  return (task) => {
    const result = last.then(task)
    last = result.catch(() => undefined)
    return result
  }
}
