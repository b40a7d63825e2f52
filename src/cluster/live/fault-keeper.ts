import { type FaultsRecord, sameFaults } from '../faults-record.ts'

/** Keeps the faults that are set in step with what is stored of them: one save at a time, and what changes meanwhile shares the next. */
export class FaultKeeper {
  readonly #save: (faults: FaultsRecord) => Promise<void>
  readonly #failed: (thrown: unknown) => void
  #set: FaultsRecord
  #asked: FaultsRecord
  #saving: Promise<void> | null = null

  /** `stored`: what is there already. `failed` is told of a save that did not come about; the faults are set all the same. */
  constructor(stored: FaultsRecord, save: (faults: FaultsRecord) => Promise<void>, failed: (thrown: unknown) => void) {
    this.#set = stored
    this.#asked = stored
    this.#save = save
    this.#failed = failed
  }

  now(faults: FaultsRecord): void {
    if (sameFaults(faults, this.#set)) return
    this.#set = faults
    this.#saving ??= this.#saveAll()
  }

  /** Resolves once nothing that is set by now waits to be stored. Never rejects. */
  async stored(): Promise<void> {
    await this.#saving
  }

  async #saveAll(): Promise<void> {
    while (this.#asked !== this.#set) {
      this.#asked = this.#set
      try {
        await this.#save(this.#asked)
      } catch (thrown) {
        this.#failed(thrown)
      }
    }
    this.#saving = null
  }
}
