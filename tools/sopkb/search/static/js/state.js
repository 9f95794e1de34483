/**
 * What a record is *now*, computed from stored facts whenever it is asked for. The same as sopkb/core/state.py.
 * Moments are milliseconds since 1970, in UTC.
 */

/** @typedef {'DRAFT' | 'SCHEDULED' | 'LIVE' | 'REVIEW DUE' | 'EXPIRES SOON' | 'KNOWN, NO FIX YET' | 'EXPIRED' | 'RETIRED'} State */

/**
 * All that a state depends on but the time.
 * @typedef {object} Facts
 * @property {'DRAFT' | 'RETIRED' | 'KNOWN, NO FIX YET' | 'LIVE'} state `LIVE` where the time decides
 * @property {number | null} [retired] since when
 * @property {number | null} [effective] from when on it holds; of a known issue, when it was first seen
 * @property {number | null} [expires] until when
 * @property {number | null} [due] when it is to be reviewed
 */

/**
 * A state with the moment it turns on.
 * @typedef {object} Status
 * @property {State} state
 * @property {number | null} moment when it began or ends; null where no moment matters
 */

/** @type {State[]} */
export const STATES = ['DRAFT', 'SCHEDULED', 'LIVE', 'REVIEW DUE', 'EXPIRES SOON', 'KNOWN, NO FIX YET', 'EXPIRED', 'RETIRED'];

/** How a record lives, as it is stored: the state where the time decides nothing. */
const LIVES = /** @type {Facts['state'][]} */ (['DRAFT', 'LIVE', 'RETIRED', 'KNOWN, NO FIX YET']);

/**
 * What a state is computed from, as cards have it: how a record lives, and four moments in seconds.
 * @param {(number | null)[]} row
 * @returns {Facts}
 */
export function lifeOf([state, ...moments]) {
  const [effective, expires, due, retired] = moments.map((seconds) => (seconds === null ? null : seconds * 1000));
  return { state: LIVES[state ?? 0], effective, expires, due, retired };
}

/**
 * The state at a moment.
 * @param {Facts} facts
 * @param {number} now
 * @param {number} soon how long before its expiry a workaround is EXPIRES SOON, in milliseconds
 * @returns {Status}
 */
export function statusAt(facts, now, soon) {
  const { state, retired, effective, expires, due } = facts;
  if (state === 'RETIRED') return { state, moment: retired ?? null };
  if (state === 'DRAFT') return { state, moment: null };
  if (state === 'KNOWN, NO FIX YET') return { state, moment: effective ?? null };
  if (effective != null && now < effective) return { state: 'SCHEDULED', moment: effective };
  if (expires != null) {
    if (now >= expires) return { state: 'EXPIRED', moment: expires };
    return { state: expires - now <= soon ? 'EXPIRES SOON' : 'LIVE', moment: expires };
  }
  if (due != null && now >= due) return { state: 'REVIEW DUE', moment: due };
  return { state: 'LIVE', moment: null };
}

/**
 * Whether it is an answer now. Overdue is live, and so is a known issue; scheduled is not yet, expired no more.
 * @param {State} state
 */
export function isLive(state) {
  return state === 'LIVE' || state === 'REVIEW DUE' || state === 'EXPIRES SOON' || state === 'KNOWN, NO FIX YET';
}

/**
 * The state in a filter or a class: `expires-soon`, `known`.
 * @param {State} state
 */
export function slugOf(state) {
  return state.toLowerCase().replace(/,.*/, '').replace(' ', '-');
}

/**
 * Whether it was an answer once and must never rank above a live one.
 * @param {State} state
 */
export function isDead(state) {
  return state === 'EXPIRED' || state === 'RETIRED';
}

/**
 * A status in words, for a row or a banner: `EXPIRES SOON (6 h left)`, `RETIRED (2026-11-12)`.
 * @param {Status} status
 * @param {number} now
 */
export function describe({ state, moment }, now) {
  if (moment === null) return state;
  switch (state) {
    case 'EXPIRES SOON':
      return `${state} (${duration(moment - now)} left)`;
    case 'LIVE':
      return `${state} (until ${dayOf(moment)} ${timeOf(moment)} UTC)`;
    case 'SCHEDULED':
      return `${state} (from ${dayOf(moment)})`;
    case 'KNOWN, NO FIX YET':
      return `${state} (since ${dayOf(moment)})`;
    case 'EXPIRED':
      return `${state} (${dayOf(moment)} ${timeOf(moment)} UTC)`;
    default:
      return `${state} (${dayOf(moment)})`;
  }
}

/**
 * A span in its largest sensible unit, rounded down: `6 h`, `40 min`, `3 d`.
 * @param {number} span in milliseconds
 */
export function duration(span) {
  const minutes = Math.floor(span / 60000);
  if (minutes < 60) return `${minutes} min`;
  return minutes < 72 * 60 ? `${Math.floor(minutes / 60)} h` : `${Math.floor(minutes / (24 * 60))} d`;
}

/** @param {number} moment */
export function dayOf(moment) {
  return new Date(moment).toISOString().slice(0, 10);
}

/** @param {number} moment */
export function timeOf(moment) {
  return new Date(moment).toISOString().slice(11, 16);
}
