/**
 * What a reader has read, answered and passed: kept in this browser and in files that the reader saves.
 * docs/reference/training.md promises the form of the file; `kb train status` reads it.
 */

export const FORMAT = 'kb-training/1';

/** @typedef {{version: string, on: string}} Read */
/** @typedef {{right: number, of: number, tries: number, on: string}} Result */
/** @typedef {{version: string, modules: Record<string, Result>}} Followed */
/**
 * @typedef {object} Kept
 * @property {string} format
 * @property {{name: string, team: string}} who
 * @property {Record<string, Read>} read by id of a record
 * @property {Record<string, Followed>} tracks by id of a track
 */
/**
 * @typedef {object} Store
 * @property {() => Kept} read
 * @property {(change: (kept: Kept) => void) => boolean} write whether it could be kept
 */

const ID = /^[A-Z]{3}-\d{4}$/;
const VERSION = /^\d{1,5}\.\d{1,5}\.\d{1,5}$/;
const DAY = /^\d{4}-\d\d-\d\d$/;
const NAME = /^[a-z][a-z0-9_-]{0,40}$/;
const LONGEST = 80;

/** @returns {Kept} */
export function nothing() {
  return { format: FORMAT, who: { name: '', team: '' }, read: {}, tracks: {} };
}

/**
 * The store of a site in this browser.
 * @param {string} folder address of the folder of the records' pages: two sites of one host have two
 * @returns {Store}
 */
export function openStore(folder) {
  const key = `${new URL(folder).pathname}kb-training`;
  let inHand = nothing(); // where the browser keeps nothing, until the page is left
  const read = () => {
    try {
      const text = localStorage.getItem(key);
      return text === null ? inHand : checked(JSON.parse(text));
    } catch {
      return inHand;
    }
  };
  return {
    read,
    write(change) {
      const kept = read();
      change(kept);
      inHand = kept;
      try {
        localStorage.setItem(key, JSON.stringify(kept));
        return true;
      } catch {
        return false;
      }
    },
  };
}

/**
 * What a file holds, less what is of no known form; a file of another kind is refused.
 * @param {any} data
 * @returns {Kept}
 */
export function checked(data) {
  if (data?.format !== FORMAT) throw new Error('this is no file of training progress');
  const kept = nothing();
  kept.who = { name: text(data.who?.name), team: text(data.who?.team) };
  for (const [id, read] of entries(data.read)) {
    if (ID.test(id) && VERSION.test(read?.version) && DAY.test(read?.on)) {
      kept.read[id] = { version: read.version, on: read.on };
    }
  }
  for (const [id, followed] of entries(data.tracks)) {
    if (!ID.test(id) || !VERSION.test(followed?.version)) continue;
    /** @type {Record<string, Result>} */
    const modules = {};
    for (const [name, result] of entries(followed.modules)) {
      const { right, of, tries, on } = result ?? {};
      const counts = [right, of, tries].every((number) => Number.isInteger(number) && number >= 0);
      if (NAME.test(name) && counts && right <= of && DAY.test(on)) modules[name] = { right, of, tries, on };
    }
    kept.tracks[id] = { version: followed.version, modules };
  }
  return kept;
}

/**
 * What two files know together: of one record the later reading, of one track the newer major, of one module of it the
 * better result.
 * @param {Kept} one
 * @param {Kept} other
 * @returns {Kept}
 */
export function joined(one, other) {
  const both = checked(one);
  both.who = { name: one.who.name || other.who.name, team: one.who.team || other.who.team };
  for (const [id, read] of Object.entries(other.read)) {
    const mine = both.read[id];
    if (!mine || isNewer(read.version, mine.version)) both.read[id] = read;
  }
  for (const [id, followed] of Object.entries(other.tracks)) {
    const mine = both.tracks[id];
    const isSame = mine && majorOf(mine.version) === majorOf(followed.version);
    if (!mine || (!isSame && isNewer(followed.version, mine.version))) both.tracks[id] = followed;
    else if (isSame)
      for (const [name, result] of Object.entries(followed.modules)) {
        const had = mine.modules[name];
        if (!had || result.right / (result.of || 1) > had.right / (had.of || 1)) mine.modules[name] = result;
      }
  }
  return both;
}

/** @param {string} version */
export function majorOf(version) {
  return version.split('.')[0];
}

/**
 * Whether a version is above another; 1.10.0 is above 1.9.0.
 * @param {string} version
 * @param {string} than
 */
export function isNewer(version, than) {
  const [a, b] = [version, than].map((each) => each.split('.').map(Number));
  const at = [0, 1, 2].find((place) => a[place] !== b[place]);
  return at !== undefined && a[at] > b[at];
}

/**
 * @param {unknown} value
 * @returns {[string, any][]}
 */
function entries(value) {
  return value && typeof value === 'object' ? Object.entries(value) : [];
}

/** @param {unknown} value */
function text(value) {
  return typeof value === 'string' ? value.slice(0, LONGEST) : '';
}
