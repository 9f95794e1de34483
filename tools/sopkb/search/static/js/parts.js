/** Parts of an index, read as if they were here: what is not is noted, fetched, and the step is taken again. */

/** @typedef {import('./loaders.js').Loader} Loader */

/** What was fetched, for every query of a page. */
export class Parts {
  /** @param {Loader} load */
  constructor(load) {
    this.load = load;
    /** @type {Map<string, any>} */
    this.parsed = new Map();
  }
}

/** The parts as one query reads them. */
export class PartsInUse {
  /** @param {Parts} parts */
  constructor(parts) {
    this.parts = parts;
    /** @type {Map<string, (load: Loader) => Promise<any>>} */
    this.missing = new Map();
  }

  /** Whether the step that is being taken will be taken again. */
  get isLacking() {
    return this.missing.size > 0;
  }

  /**
   * A part, or what to go on with until it is here.
   * @template T
   * @param {string} name
   * @param {(load: Loader) => Promise<T>} read
   * @param {T} meanwhile
   * @returns {T}
   */
  part(name, read, meanwhile) {
    if (this.parts.parsed.has(name)) return this.parts.parsed.get(name);
    this.missing.set(name, read);
    return meanwhile;
  }

  /**
   * The outcome of a step that lacked nothing. It is taken again after what it lacked was fetched.
   * @template T
   * @param {() => T} step
   * @returns {Promise<T>}
   */
  async settled(step) {
    for (;;) {
      this.missing.clear();
      const outcome = step();
      if (!this.missing.size) return outcome;
      await this.fetch();
    }
  }

  /** Fetch what is missing, all of it at once. */
  async fetch() {
    const { load, parsed } = this.parts;
    const wanted = [...this.missing].map(async ([name, read]) => parsed.set(name, await read(load)));
    await Promise.all(wanted);
  }
}
