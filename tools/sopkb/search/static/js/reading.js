/**
 * A query, read as far as its text goes: filters, phrases, exclusion, and whatever may be an identifier. The same as
 * sopkb/search/reading.py.
 */

import { tokens } from './analysis.js';
import { LETTERS, SPACES } from './characters.js';
import { findCodes, findRecordIds, normalForm } from './codes.js';
import { fold, narrow, normalise } from './folding.js';
import { head, lengthOf } from './text.js';

/** @typedef {import('./codes.js').Mention} Mention */
/** @typedef {import('./index.js').Settings} Settings */
/** @typedef {'id' | 'alias' | 'code' | 'bug' | 'incident'} KeyKind */

/**
 * Words that must stand side by side: each term with its distance from the first.
 * @typedef {object} Phrase
 * @property {string} text
 * @property {[string, number][]} terms
 */

/**
 * A condition on a record's fields: any of some values, or none of them.
 * @typedef {object} Filter
 * @property {string} field
 * @property {string[]} values
 * @property {boolean} isNegated
 */

/**
 * What a query says by itself.
 * @typedef {object} Reading
 * @property {string} text what was read of it, normalised
 * @property {string} rest the same without filters and exclusions
 * @property {Mention} whole all of that as one identifier
 * @property {[KeyKind, Mention[]][]} mentions what may be an identifier in `rest`, in the order of trying
 * @property {Phrase[]} phrases quoted
 * @property {Filter[]} filters
 * @property {string[]} excluded terms that no answer may hold
 * @property {string[]} notes what the asker must know of how the query was read
 */

/** Characters that are read. What people paste beyond that is log, and the log's beginning says it. */
export const LONGEST_QUERY = 1000;
const FILTER_FIELDS = ['kind', 'area', 'state', 'region', 'audience', 'lang', 'owner'];

const BLANK = new RegExp(
  `[${SPACES}\\x00-\\x1f\\x7f-\\x9f\\u200b\\u200e\\u200f\\u2028-\\u202e\\u2066-\\u2069\\ud800-\\udfff\\ufffe\\uffff]`,
  'gu',
);
// Without the flag u, i is for ASCII only; nothing here needs more.
const FILTER = new RegExp(
  `(?<![^ ])(?<minus>-?)(?<field>${FILTER_FIELDS.join('|')}):(?:"(?<quoted>[^"]*)"|(?<plain>[^ "]+))`,
  'gi',
);
const PHRASE = /["\u201c\u201d\u201e]([^"\u201c\u201d\u201e]+)["\u201c\u201d]/g;
const EXCLUDED = new RegExp(`(?<![^ ])-(?=[${LETTERS}]{2})([^ ]+)`, 'gu');
const WITH_DIGIT = /[^ ]*[0-9][^ ]*/g;
/** What a policy has patterns for, in the order in which they are tried. */
export const CODE_KINDS = /** @type {const} */ (['bug', 'incident', 'code']);
const NOISE = new RegExp(
  [
    '\\b(?:trace|span|request|req|correlation|session|transaction)[-_ ]?(?:id)? {0,2}[=:] {0,2}(?<value>(?=[^ ]*\\d)[^ ]+)',
    '\\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\\b',
    '\\b\\d{4}-\\d\\d-\\d\\d[T ]\\d\\d:\\d\\d(?::\\d\\d)?(?:[.,]\\d+)?(?:Z|[+-]\\d\\d:?\\d\\d)?',
    '\\b\\d{4}-\\d\\d-\\d\\d\\b|\\b\\d\\d?:\\d\\d:\\d\\d(?:[.,]\\d+)?Z?\\b',
    '\\b0x[0-9a-f]+\\b|\\b\\d{9,}\\b',
    '\\b(?=[a-f]*\\d)(?=\\d*[a-f])[0-9a-f]{8,}\\b',
    '\\b(?=[A-Za-z]*\\d)(?=\\d*[A-Za-z])\\w{24,}\\b',
  ].join('|'),
  'gi',
);

/**
 * Read the text of a query.
 * @param {string} query as it was typed or pasted; nothing in it can fail
 * @param {Settings} settings
 * @returns {Reading}
 */
export function read(query, settings) {
  const notes = [];
  if (lengthOf(query) > LONGEST_QUERY) {
    notes.push(`Only the first ${LONGEST_QUERY} characters of the query were read.`);
  }
  const text = normalise(narrow(head(query, LONGEST_QUERY).replace(BLANK, ' ')));
  const unfiltered = text.replace(FILTER, ' ');
  const rest = unfiltered.replace(EXCLUDED, ' ');
  return {
    text: words(text).join(' '),
    rest,
    whole: { normal: normalForm(unfiltered), text: strip(unfiltered), start: 0, end: unfiltered.length, isLoose: false },
    mentions: mentionsIn(rest, settings),
    phrases: [...unfiltered.matchAll(PHRASE)].flatMap((match) => phraseOf(match[1], settings)),
    filters: filtersIn(text),
    excluded: excludedIn(unfiltered),
    notes,
  };
}

/**
 * Every key whose existence the plan may depend on, as the index spells it: `code:rc4031`.
 * @param {Reading} reading
 * @returns {string[]}
 */
export function keysOf(reading) {
  const found = new Set([`alias:${reading.whole.normal}`]);
  for (const [kind, mentions] of reading.mentions) {
    for (const mention of mentions) found.add(`${kind}:${mention.normal}`);
  }
  return [...found];
}

/**
 * A text without the trace ids, times, long numbers and hexadecimals that no record has, unless it is nothing else; and
 * what was left out of it.
 * @param {string} text
 * @param {(term: string) => boolean} isHeld whether some record has a term
 * @returns {{quiet: string, dropped: string[]}}
 */
export function withoutNoise(text, isHeld) {
  /** @type {Set<string>} */
  const dropped = new Set();
  const quiet = text.replace(NOISE, (found, value) => {
    const terms = wholeTerms(value ?? found);
    if (terms.length && terms.every(isHeld)) return found;
    dropped.add(found);
    return ' ';
  });
  return tokens(quiet).length ? { quiet, dropped: [...dropped] } : { quiet: text, dropped: [] };
}

/**
 * The terms of a text, of compounds only the whole: `20260901` of `2026-09-01`.
 * @param {string} text
 */
function wholeTerms(text) {
  /** @type {import('./analysis.js').Token[]} */
  let found = [];
  for (const token of tokens(text)) {
    if (token.joined) found = found.filter(({ start }) => start < token.start);
    found.push(token);
  }
  return found.map(({ term }) => term);
}

/**
 * Conditions that were not typed, but chosen.
 * @param {Record<string, string[]>} chosen values by field; of one field any must hold
 * @returns {Filter[]}
 */
export function filtersOf(chosen) {
  return Object.entries(chosen).flatMap(([field, given]) => {
    const values = given.map((value) => strip(fold(value))).filter(Boolean);
    if (!FILTER_FIELDS.includes(field)) throw new RangeError(`There is no filter ${field}: ${FILTER_FIELDS.join(', ')}.`);
    return values.length ? [{ field, values, isNegated: false }] : [];
  });
}

/**
 * @param {string} text
 * @returns {Filter[]}
 */
function filtersIn(text) {
  return [...text.matchAll(FILTER)].flatMap((match) => {
    const { minus, field, quoted, plain } = /** @type {Record<string, string>} */ (match.groups);
    const values = (plain ? plain.split(',') : [quoted]).map((part) => strip(fold(part))).filter(Boolean);
    return values.length ? [{ field: field.toLowerCase(), values, isNegated: Boolean(minus) }] : [];
  });
}

/**
 * The phrase inside quotation marks; none for one word or less, which is no phrase. Of a code the whole is looked for: its
 * letters are no word of a record.
 * @param {string} text
 * @param {Settings} settings
 * @returns {Phrase[]}
 */
function phraseOf(text, settings) {
  const every = tokens(text);
  if (every.filter((token) => !token.joined).length < 2) return [];
  const mentions = codesIn(text, settings).flat();
  const codes = every.filter(
    ({ joined, start, end }) => joined && mentions.some((mention) => mention.start === start && mention.end === end),
  );
  const isIn = (/** @type {import('./analysis.js').Token} */ token) =>
    codes.some(({ start, end }) => start <= token.start && token.end <= end);
  const found = every.filter((token) => codes.includes(token) || !(token.joined || isIn(token)));
  found.sort((one, other) => one.position - other.position);
  return [{ text: strip(text), terms: found.map((token) => [token.term, token.position - found[0].position]) }];
}

/**
 * @param {string} text
 * @returns {string[]}
 */
function excludedIn(text) {
  const terms = [...text.matchAll(EXCLUDED)].flatMap((match) => {
    const found = tokens(match[1]);
    const last = found.at(-1);
    return last?.joined ? [last.term] : found.map((token) => token.term);
  });
  return [...new Set(terms)];
}

/**
 * @param {string} text
 * @param {Settings} settings
 * @returns {[KeyKind, Mention[]][]}
 */
function mentionsIn(text, settings) {
  const ids = findRecordIds(text, settings.kinds.map((kind) => kind.prefix));
  const codes = codesIn(text, settings);
  return [
    ['id', ids.map((mention) => ({ ...mention, normal: normalForm(mention.normal) }))],
    ...CODE_KINDS.map((kind, at) => /** @type {[KeyKind, Mention[]]} */ ([kind, codes[at]])),
    // An old id, used as an alias, inside a sentence.
    ['alias', wordsWithDigits(text).filter((mention) => lengthOf(mention.normal) > 3)],
  ];
}

/**
 * @param {string} text
 * @param {Settings} settings
 */
function codesIn(text, { patterns }) {
  return findCodes(text, CODE_KINDS.map((kind) => patterns[kind]));
}

/**
 * What stands between spaces and has a digit, and so may be an identifier or the beginning of one.
 * @param {string} text
 * @returns {Mention[]}
 */
export function wordsWithDigits(text) {
  return [...text.matchAll(WITH_DIGIT)].map((match) => ({
    normal: normalForm(match[0]),
    text: match[0],
    start: match.index,
    end: match.index + match[0].length,
    isLoose: true,
  }));
}

/** @param {string} text */
function words(text) {
  return text.split(' ').filter(Boolean);
}

/** @param {string} text */
export function strip(text) {
  return text.replace(/^ +| +$/g, '');
}
