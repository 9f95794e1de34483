/**
 * What an agent has done in a case: the steps that were ticked, by record. It is kept in this browser and nowhere else,
 * for two weeks at most. The case that is worked on is that of the tab; a new tab begins with the last one. What is ticked
 * without a case ends with the page, or goes along a link to the next record, and becomes that of a case that is typed then.
 */

/** Two weeks, in milliseconds. */
const KEPT = 14 * 24 * 60 * 60 * 1000;
/** Lists of ticks that are kept at most. */
const MOST = 200;

/**
 * Ticks of one record.
 * @typedef {object} Ticks
 * @property {string} version of the record
 * @property {string} text a digest of the steps: ticks of other steps say nothing of these
 * @property {number[]} done places of the steps that are done, counted from 1
 * @property {string[]} labels what each step is called, by place
 * @property {number} at when, in milliseconds
 */
/**
 * @typedef {object} Cases
 * @property {() => string} current id of the case; empty for none
 * @property {(id: string) => void} choose
 * @property {() => void} finish forgets the ticks of the current case, and chooses none
 * @property {(record: string) => Ticks | null} ticks of a record in the current case
 * @property {(record: string, change: (kept: Ticks | null) => Ticks | null) => void} change what was ticked, as it stands by
 *   now: another tab may have ticked too
 * @property {() => [string, Ticks][]} all of the current case, by record, the first one first
 * @property {() => boolean} isKept whether the browser keeps what is ticked in a case
 * @property {(listener: () => void) => void} onChange another case was chosen, or something was ticked in another tab
 */

/**
 * @param {string} base address of the site: two sites of one host have two memories
 * @returns {Cases}
 */
export function openCases(base) {
  const key = `${new URL(base).pathname}kb-cases`;
  /** @type {(() => void)[]} */
  const listeners = [];
  /** @type {All | null} what the browser did not keep */
  let unkept = null;
  const read = () => unkept ?? readAll(key);
  let chosen = attempt(() => sessionStorage.getItem(key)) ?? read().last;
  let loose = handedOn(key);
  const tell = () => listeners.forEach((listener) => listener());
  const write = (/** @type {All} */ all) => {
    const young = pruned(all);
    const isWritten = attempt(() => {
      localStorage.setItem(key, JSON.stringify(young));
      return true;
    });
    unkept = isWritten ? null : young;
  };
  const place = (/** @type {string} */ record) => placeOf(chosen, record);
  const select = (/** @type {string} */ id) => {
    chosen = id.trim().slice(0, 80);
    attempt(() => sessionStorage.setItem(key, chosen));
  };

  addEventListener('storage', (event) => {
    if (event.key === key) tell();
  });
  addEventListener('pageshow', ({ persisted }) => persisted && tell()); // gone back to: much may have been ticked since
  document.addEventListener('click', ({ target }) => {
    const link = /** @type {Element} */ (target).closest?.('a[href]');
    const to = new URL(link?.getAttribute('href') ?? '', location.href).pathname;
    if (link && Object.keys(loose).length) attempt(() => sessionStorage.setItem(`${key}-on`, JSON.stringify({ to, loose })));
  });
  return {
    current: () => chosen,
    choose(id) {
      select(id);
      const all = read();
      if (chosen) {
        for (const [record, ticks] of Object.entries(loose)) all.ticks[place(record)] = joined(all.ticks[place(record)], ticks);
        loose = {};
      }
      write({ ...all, last: chosen });
      tell();
    },
    finish() {
      const { ticks } = read();
      const others = Object.entries(ticks).filter(([name]) => !name.startsWith(place('')));
      select('');
      loose = {};
      write({ last: '', ticks: Object.fromEntries(others) });
      tell();
    },
    ticks: (record) => (chosen ? read().ticks[place(record)] : loose[record]) ?? null,
    change(record, change) {
      const all = read();
      const [ticks, name] = chosen ? [all.ticks, place(record)] : [loose, record];
      const changed = change(ticks[name] ?? null);
      if (changed) ticks[name] = changed;
      else delete ticks[name];
      if (chosen) write(all);
    },
    all() {
      const found = chosen
        ? Object.entries(read().ticks).filter(([name]) => name.startsWith(place(''))).map(([name, ticks]) => [name.slice(place('').length), ticks])
        : Object.entries(loose);
      return /** @type {[string, Ticks][]} */ (found).sort(([, one], [, other]) => one.at - other.at);
    },
    isKept: () => !unkept,
    onChange(listener) {
      listeners.push(listener);
    },
  };
}

/** @typedef {{last: string, ticks: Record<string, Ticks>}} All */

/**
 * Where the ticks of a record in a case are kept: `TCK-111` and `tck-111` are one case.
 * @param {string} id of the case
 * @param {string} record
 */
function placeOf(id, record) {
  return `${id.toUpperCase()}\n${record}`;
}

/**
 * What was ticked without a case becomes that of the case.
 * @param {Ticks | undefined} kept
 * @param {Ticks} added
 * @returns {Ticks}
 */
function joined(kept, added) {
  if (kept?.text !== added.text) return added;
  return { ...added, done: [...new Set([...kept.done, ...added.done])].sort((one, other) => one - other) };
}

/**
 * What was ticked without a case on the page whose link led here.
 * @param {string} key
 * @returns {Record<string, Ticks>}
 */
function handedOn(key) {
  const text = attempt(() => {
    const kept = sessionStorage.getItem(`${key}-on`);
    sessionStorage.removeItem(`${key}-on`);
    return kept;
  });
  try {
    const { to, loose } = JSON.parse(text ?? '{}');
    return to === location.pathname ? onlySound(loose) : {};
  } catch {
    return {};
  }
}

/**
 * @param {string} key
 * @returns {All}
 */
function readAll(key) {
  const kept = attempt(() => localStorage.getItem(key));
  try {
    const { last, ticks } = JSON.parse(kept ?? '{}');
    return { last: typeof last === 'string' ? last : '', ticks: onlySound(ticks) };
  } catch {
    return { last: '', ticks: {} };
  }
}

/**
 * @param {any} ticks
 * @returns {Record<string, Ticks>}
 */
function onlySound(ticks) {
  return Object.fromEntries(Object.entries(ticks ?? {}).filter(([, each]) => isSound(each)));
}

/** @param {any} ticks */
function isSound(ticks) {
  return [ticks?.done, ticks?.labels].every(Array.isArray) && typeof ticks.text === 'string' && typeof ticks.at === 'number';
}

/**
 * @template T
 * @param {() => T} act
 * @returns {T | null} null where storage is forbidden, or full
 */
function attempt(act) {
  try {
    return act();
  } catch {
    return null;
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
