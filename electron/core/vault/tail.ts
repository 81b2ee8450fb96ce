import { AppError } from '../../../shared/failure'
import type { Files } from '../ports'
import { maxSegment } from './segments'

/** The newest segment of a stream as it was read at unlock. */
export class Tail {
  readonly #files: Files
  readonly #path: string
  readonly #length: number
  #isDurable: boolean

  constructor(o: { files: Files; path: string; length: number; isDurable: boolean }) {
    this.#files = o.files
    this.#path = o.path
    this.#length = o.length
    this.#isDurable = o.isDurable
  }

  /**
   * Resolves once what was read survives a power cut. Of a process that was killed in the middle of a write the last
   * records may lie in the system's memory alone: what is said to be there on their account would then be missed.
   */
  async settle(): Promise<void> {
    if (this.#isDurable) return
    await this.#files.read(this.#path, maxSegment, { isDurable: true })
    this.#isDurable = true
  }

  /** Fails with `vault-in-use` if another process has gone on in it. */
  async refuseIfGrown(): Promise<void> {
    const bytes = await this.#files.read(this.#path, maxSegment)
    if (bytes?.length !== this.#length) throw new AppError({ code: 'vault-in-use' })
  }
}
