/** A command line as Chromium reads it (base/command_line.cc). */
export interface CommandLine {
  hasSwitch(name: string): boolean
  appendSwitch(name: string, value?: string): void
  /** The program, then every switch, then all else: so it reaches the app that runs already. */
  inOrder(): string[]
}

/**
 * Reads arguments, the program first: whatever begins with a dash or two, on Windows with a slash too, is a switch, up to
 * a `--`, which stays. A value that stands apart from its switch is none to Chromium, and so comes apart from it.
 */
export function readCommandLine(argv: readonly string[], platform: NodeJS.Platform): CommandLine {
  const [program = '', ...rest] = argv
  const end = rest.includes('--') ? rest.indexOf('--') : rest.length
  const isSwitch = (word: string) => (platform === 'win32' ? /^(--?|\/)./ : /^--?./).test(word)
  const switches = rest.slice(0, end).filter(isSwitch)
  const others = [...rest.slice(0, end).filter((word) => !isSwitch(word)), ...rest.slice(end)]
  const nameOf = (word: string) => word.replace(/^(--?|\/)/, '').replace(/=.*$/s, '')
  return {
    hasSwitch: (name) => switches.some((word) => nameOf(word) === name),
    appendSwitch: (name, value) => void switches.push(value === undefined ? `--${name}` : `--${name}=${value}`),
    inOrder: () => [program, ...switches, ...others],
  }
}

/**
 * Whether Electron starts at all with these arguments (shell/app/command_line_args.cc): after a link nothing may follow,
 * since who opens one could give the app switches with it; after `--` anything may.
 */
export function isStartable(argv: readonly string[]): boolean {
  const end = argv.includes('--') ? argv.indexOf('--') : argv.length
  const link = argv.slice(0, end).findIndex((word) => /^[a-z][^\s:]+:/i.test(word))
  return link < 0 || link === end - 1
}
