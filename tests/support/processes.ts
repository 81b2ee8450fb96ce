/**
 * The number of a process, which has one. Rejected is what `process.kill` would take for the test's own processes, all of
 * them: 0 and less (kill(2)).
 */
export function knownPid(pid: number | undefined, name: string): number {
  if (pid === undefined || !(pid > 0)) throw new Error(`${name} isn't known by its number`)
  return pid
}

/** Whether a process is there. */
export function isAlive(pid: number | undefined): boolean {
  const known = knownPid(pid, 'the process')
  try {
    return process.kill(known, 0)
  } catch {
    return false
  }
}
