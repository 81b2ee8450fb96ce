import type { Preferences } from '../../../shared/contract'

/** What a host keeps outside any vault: nothing personal but where the vault lies. */
export interface HostPreferences extends Preferences {
  folder: string
  /** How large Electron's page is drawn; a browser keeps that of its own windows. */
  zoom?: number
}

/** Keeps the preferences file; a damaged one counts as absent, one that can't be read now fails with `disk-failed`. */
export interface PreferencesFile {
  read(): HostPreferences
  write(preferences: HostPreferences): Promise<void>
}

/** The preferences as they are now, and the one way to change them. */
export interface KeptPreferences {
  current(): HostPreferences
  /** Resolves when the change is on the disk; it holds at once. */
  change(change: Partial<HostPreferences>): Promise<void>
  /** Calls with the preferences as they are now, and after every change. */
  onChange(listener: (preferences: HostPreferences) => void): void
}

/** Reads the file once, and writes every change. */
export function keepPreferences(file: PreferencesFile): KeptPreferences {
  let preferences = file.read()
  let written = Promise.resolve()
  const listeners: ((preferences: HostPreferences) => void)[] = []
  return {
    current: () => preferences,
    async change(change) {
      preferences = { ...preferences, ...change }
      for (const listener of listeners) listener(preferences)
      // One write after the other: side by side an earlier one could end last.
      const write = written.then(() => file.write(preferences))
      // Whether it went well is for who has asked for it; the next one only waits for its end.
      written = write.catch(() => undefined)
      await write
    },
    onChange(listener) {
      listeners.push(listener)
      listener(preferences)
    },
  }
}
