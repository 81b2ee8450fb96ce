/**
 * What the core asks of the outside. Each port has one real adapter in `adapters/` and passes one contract suite;
 * only clock, randomness and faults have stand-ins, in tests.
 */

/** Wall-clock time and timers; a test turns the hands itself. */
export interface Clock {
  /** Milliseconds since the Unix epoch. */
  now(): number
  /** Runs `action` once after `ms` milliseconds unless the returned function is called first. */
  after(ms: number, action: () => void): () => void
}

/** Unpredictable bytes from the operating system. */
export interface Randomness {
  /** `length` bytes, each uniformly random. */
  bytes(length: number): Uint8Array
}

/** A new file that only grows. */
export interface AppendFile {
  /** Resolves once the bytes at the end of the file survive a power cut; after a failure nobody knows what is there. */
  append(bytes: Uint8Array): Promise<void>
  /** Lets the file go; never fails. */
  close(): Promise<void>
}

/**
 * Files on a disk that may fail. Paths use `/`. A failure is an AppError: `disk-full`, `folder-unwritable`,
 * `folder-missing` or `disk-failed`; a link where a file or folder is due is `vault-damaged`.
 */
export interface Files {
  /**
   * The whole file, or null if there is none; never follows a link, never reads more than `limit` bytes. What it gives
   * survives a power cut, under this name, if it is to be durable.
   */
  read(path: string, limit: number, options?: { isDurable: boolean }): Promise<Uint8Array | null>
  /** The names in a folder, or null if there is no such folder. */
  list(folder: string): Promise<string[] | null>
  /** Makes a folder that only its owner can enter, durably; one that is there already stays as it is. */
  makeFolder(folder: string): Promise<void>
  /**
   * A new empty file of the owner alone; `vault-in-use` if the name is taken. Its name is durable, unless it is a
   * temporary one: that is made durable by moving the file.
   */
  create(path: string, options?: { isTemporary: boolean }): Promise<AppendFile>
  /** All or nothing, even across a crash: `to` is what `from` was, and what `to` was is gone. */
  move(from: string, to: string): Promise<void>
  /**
   * Removes a file, or a folder with all that is in it; nothing there is fine. A power cut doesn't bring it back, if
   * that is to be durable.
   */
  remove(path: string, options?: { isDurable: boolean }): Promise<void>
}

/** Argon2id's cost (RFC 9106) with one lane: `m` KiB of memory, `t` passes. */
export interface StretchCost {
  m: number
  t: number
}

/**
 * The primitives everything sealed and signed is made of; every key of `seal` and `open` is 32 bytes, every nonce 24,
 * every tag 16.
 */
export interface Cipher {
  /** XChaCha20-Poly1305: ciphertext with its tag at the end. */
  seal(o: { key: Uint8Array; nonce: Uint8Array; ad: Uint8Array; plaintext: Uint8Array }): Uint8Array
  /** The plaintext of what `seal` made, or null if one bit of key, nonce, ad or ciphertext is another. */
  open(o: { key: Uint8Array; nonce: Uint8Array; ad: Uint8Array; ciphertext: Uint8Array }): Uint8Array | null
  /** Keyed BLAKE2b (RFC 7693): `length` bytes from 16 to 64, a key of 16 to 64 bytes. */
  hash(o: { key: Uint8Array; message: Uint8Array; length: number }): Uint8Array
  /** BLAKE2b without a key: `length` bytes from 16 to 64. */
  digest(o: { message: Uint8Array; length: number }): Uint8Array
  /** Argon2id version 19 with one lane: 64 bytes from a passphrase and a salt of 16. */
  stretch(o: { passphrase: Uint8Array; salt: Uint8Array; cost: StretchCost }): Uint8Array
  /** Whether two byte strings are equal, in a time that tells nothing but their lengths. */
  equal(a: Uint8Array, b: Uint8Array): boolean
  /** The Ed25519 key pair (RFC 8032) of a seed of 32 bytes: a public key of 32 and a secret one of 64. */
  signingKeys(seed: Uint8Array): { publicKey: Uint8Array; secretKey: Uint8Array }
  /** The Ed25519 signature of a message: 64 bytes. */
  sign(o: { secretKey: Uint8Array; message: Uint8Array }): Uint8Array
  /** Whether this is the key's signature of the message; false for what can't be one. */
  verify(o: { publicKey: Uint8Array; message: Uint8Array; signature: Uint8Array }): boolean
  /** The X25519 key pair (RFC 7748) whose secret key is these 32 bytes. */
  noiseKeys(secretKey: Uint8Array): { publicKey: Uint8Array; secretKey: Uint8Array }
}

/** Keeps a second process out of a folder. */
export interface Fence {
  /** Holds the folder until the returned function is called or the process dies; `vault-in-use` if another holds it. */
  hold(folder: string): Promise<() => Promise<void>>
}
