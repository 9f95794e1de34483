/**
 * `kind:`, `area:` and the like: conditions on a record's fields and on its state at the moment of the question. The
 * same as sopkb/search/filters.py.
 */

import { fold } from './folding.js';
import { isDead, isLive, slugOf, STATES } from './state.js';

/** @typedef {import('./state.js').State} State */
/** @typedef {import('./reading.js').Filter} Filter */
/** @typedef {import('./index.js').Settings} Settings */
/** @typedef {import('./index.js').Traits} Traits */

/**
 * What filters are put to, of one record: every word as it may be typed, folded.
 * @typedef {object} Subject
 * @property {string} kind name of the kind
 * @property {string[]} areas its area, as files and as readers spell it; `owners` and `audiences` likewise
 * @property {string[]} owners
 * @property {string[]} audiences
 * @property {string} language
 * @property {string[]} regions where it holds; empty means everywhere
 */

/** @type {Record<string, State[]>} */
const STATE_WORDS = {
  ...Object.fromEntries(STATES.map((state) => [slugOf(state), [state]])),
  live: STATES.filter(isLive),
  dead: STATES.filter(isDead),
  active: ['SCHEDULED', ...STATES.filter(isLive)],
  overdue: ['REVIEW DUE'],
  due: ['REVIEW DUE'],
  soon: ['EXPIRES SOON'],
};

/** @type {Record<string, (subject: Subject, state: State, value: string, settings: Settings) => boolean>} */
const TESTS = {
  kind: (subject, _, value, settings) => subject.kind === kindOf(value, settings),
  area: (subject, _, value) => subject.areas.includes(value),
  // Before a comma: "KNOWN, NO FIX YET", as a row and a facet have it.
  state: (_, state, value) => wordFor(STATE_WORDS, value.split(',')[0].replace(/[ _]/g, '-'))?.includes(state) ?? false,
  region: (subject, _, value) => !subject.regions.length || subject.regions.includes(value),
  audience: (subject, _, value) => subject.audiences.includes(value),
  lang: (subject, _, value) => `${subject.language}-`.startsWith(`${value}-`),
  owner: (subject, _, value) => subject.owners.includes(value),
};

/**
 * What filters see of a record.
 * @param {string} kind
 * @param {Traits} traits
 * @param {Settings} settings
 * @returns {Subject}
 */
export function subjectOf(kind, { area, owner, audience, language, regions }, { labels }) {
  const spellings = (/** @type {string} */ vocabulary, /** @type {string[]} */ ...words) =>
    words.filter(Boolean).flatMap((word) => [fold(word), fold(wordFor(labels[vocabulary] ?? {}, word) || word)]);
  return {
    kind,
    areas: spellings('areas', area),
    owners: spellings('teams', owner),
    audiences: spellings('audiences', ...audience),
    language,
    regions,
  };
}

/**
 * Whether a record meets the filters: of one field any that is not negated, of different fields all.
 * @param {Filter[]} filters
 * @param {Subject} subject
 * @param {State} state
 * @param {Settings} settings
 */
export function passes(filters, subject, state, settings) {
  /** @type {Map<string, boolean>} */
  const wanted = new Map();
  for (const { field, values, isNegated } of filters) {
    const matches = values.some((value) => TESTS[field](subject, state, value, settings));
    if (isNegated && matches) return false;
    if (!isNegated) wanted.set(field, wanted.get(field) || matches);
  }
  return [...wanted.values()].every(Boolean);
}

/**
 * @param {string} value
 * @param {Settings} settings
 */
function kindOf(value, { kinds }) {
  const kind = kinds.findLast(({ name, plural, prefix }) => [name, plural, prefix].some((word) => fold(word) === value));
  return kind?.name ?? value;
}

/**
 * @template T
 * @param {Record<string, T>} table
 * @param {string} word
 * @returns {T | undefined}
 */
function wordFor(table, word) {
  return Object.hasOwn(table, word) ? table[word] : undefined;
}
