/**
 * Everything that can go wrong and that a person is told about: a closed union, so that every switch over it is
 * exhaustive and no failure is without a sentence. It crosses processes as plain data.
 */
export type Failure =
  | { code: 'wrong-passphrase' }
  | { code: 'wrong-recovery-key' }
  | { code: 'recovery-key-mistyped' }
  | { code: 'passphrase-weak' }
  | { code: 'vault-missing'; folder: string }
  | { code: 'vault-exists'; folder: string }
  | { code: 'vault-damaged'; file: string }
  | { code: 'vault-rolled-back' }
  | { code: 'vault-newer'; version: number }
  | { code: 'vault-in-use' }
  | { code: 'vault-locked' }
  | { code: 'vault-process-not-started' }
  | { code: 'vault-read-only' }
  | { code: 'folder-missing'; folder: string }
  | { code: 'folder-unwritable'; folder: string }
  | { code: 'folder-not-empty'; folder: string }
  | { code: 'disk-full' }
  | { code: 'disk-failed' }
  | { code: 'entry-missing' }
  | { code: 'entry-too-large' }
  | { code: 'edit-out-of-step' }
  | { code: 'link-refused' }
  | { code: 'invite-mangled' }
  | { code: 'invite-newer'; version: number }
  | { code: 'invite-expired' }
  | { code: 'invite-used' }
  | { code: 'invite-own' }
  | { code: 'partner-unreachable' }
  | { code: 'pairing-refused' }
  | { code: 'words-differ' }
  | { code: 'pairing-broken-off' }
  | { code: 'already-paired' }
  | { code: 'not-paired' }
  | { code: 'address-mangled'; address: string }
  /** 0 where no port at all can be had. */
  | { code: 'port-taken'; port: number }
  | { code: 'update-refused' }
  | { code: 'bad-request' }
  | { code: 'host-unreachable' }
  | { code: 'bug' }

export type FailureCode = Failure['code']

/** An expected failure on its way to the edge, where it becomes data; `cause` stays on this side and is never shown. */
export class AppError extends Error {
  readonly failure: Failure

  constructor(failure: Failure, options?: { cause?: unknown }) {
    super(failure.code, options)
    this.name = 'AppError'
    this.failure = failure
  }
}

/** The failure an unknown throwable stands for: its own if it is an AppError, else `bug`, without a word of its text. */
export function failureOf(error: unknown): Failure {
  return error instanceof AppError ? error.failure : { code: 'bug' }
}
