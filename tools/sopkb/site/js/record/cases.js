/**
 * What an agent has done in a case: the steps that were ticked, by record. It is kept in this browser and nowhere else,
 * for two weeks at most. The case that is worked on is that of the tab; a new tab begins with the last one.
 */

/** Two weeks, in milliseconds. */
const KEPT = 14 * 24 * 60 * 60 * 1000;
/** Lists of ticks that are kept at most. */
const MOST = 200;

/** @typedef {{version: string, text: string, done: number[], told?: string, total: number, at: number}} Ticks */
/**
 * @typedef {object} Cases
 * @property {() => string} current id of the case; empty for none
 * @property {(id: string) => void} choose
 * @property {(record: string) => Ticks | null} ticks of a record in the current case
 * @property {(record: string, ticks: Ticks | null) => void} keep null forgets them
 * @property {() => [string, Ticks][]} all of the current case, by record, the first one first
 * @property {(listener: () => void) => void} onChange another case was chosen, here or in another tab
 */

/**
 * @param {string} base address of the site: two sites of one host have two memories
 * @returns {Cases}
 */
export function openCases(base) {
  const key = `${new URL(base).pathname}kb-cases`;
  /** @type {(() => void)[]} */
  const listeners = [];
  let chosen = readText(() => sessionStorage.getItem(key)) ?? readAll(key).last;
  const write = (/** @type {All} */ all) => {
    try {
      localStorage.setItem(key, JSON.stringify(pruned(all)));
    } catch {
      // The browser keeps nothing: then ticks last as long as the page.
    }
  };
  const place = (/** @type {string} */ record) => `${chosen}\n${record}`;
  return {
    current: () => chosen,
    choose(id) {
      chosen = id.trim().slice(0, 80);
      readText(() => {
        sessionStorage.setItem(key, chosen);
        return null;
      });
      write({ ...readAll(key), last: chosen });
      for (const listener of listeners) listener();
    },
    ticks: (record) => readAll(key).ticks[place(record)] ?? null,
    keep(record, ticks) {
      const all = readAll(key);
      if (ticks) all.ticks[place(record)] = ticks;
      else delete all.ticks[place(record)];
      write(all);
    },
    all: () =>
      Object.entries(readAll(key).ticks)
        .filter(([name]) => name.startsWith(`${chosen}\n`))
        .map(([name, ticks]) => /** @type {[string, Ticks]} */ ([name.slice(chosen.length + 1), ticks]))
        .sort(([, one], [, other]) => one.at - other.at),
    onChange(listener) {
      listeners.push(listener);
    },
  };
}

/** @typedef {{last: string, ticks: Record<string, Ticks>}} All */

/**
 * @param {string} key
 * @returns {All}
 */
function readAll(key) {
  const kept = readText(() => localStorage.getItem(key));
  try {
    const { last, ticks } = JSON.parse(kept ?? '{}');
    const sound = Object.entries(ticks ?? {}).filter(([, each]) => isSound(each));
    return { last: typeof last === 'string' ? last : '', ticks: Object.fromEntries(sound) };
  } catch {
    return { last: '', ticks: {} };
  }
}

/** @param {any} ticks */
function isSound(ticks) {
  return Array.isArray(ticks?.done) && typeof ticks.text === 'string' && typeof ticks.at === 'number';
}

/** @param {() => string | null} read */
function readText(read) {
  try {
    return read();
  } catch {
    return null; // storage is forbidden here
  }
}

/**
 * What is young enough to be kept, the newest only.
 * @param {All} all
 * @returns {All}
 */
function pruned({ last, ticks }) {
  const young = Object.entries(ticks).filter(([, { at }]) => Date.now() - at < KEPT);
  young.sort(([, one], [, other]) => other.at - one.at);
  return { last, ticks: Object.fromEntries(young.slice(0, MOST)) };
}
