/**
 * What a query means, before any word is looked up: which identifiers it names, and which words are left. The same as
 * sopkb/search/plan.py.
 */

import { isSpaceless, stem, tokens } from './analysis.js';
import { WORD } from './characters.js';
import { apart } from './codes.js';
import { withoutNoise } from './reading.js';

/** @typedef {import('./codes.js').Mention} Mention */
/** @typedef {import('./reading.js').Reading} Reading */
/** @typedef {import('./index.js').Settings} Settings */
/** @typedef {import('./reading.js').KeyKind} KeyKind */

/**
 * An identifier that some record has.
 * @typedef {object} Exact
 * @property {KeyKind} kind what it identifies
 * @property {string} normal its normal form
 * @property {string} text as it was typed
 */

/**
 * A word to look for.
 * @typedef {object} Word
 * @property {string} term as the index has it
 * @property {string} surface folded, as it was typed
 * @property {boolean} isInformative whether it says what the question is about
 */

/**
 * A query, understood.
 * @typedef {object} Plan
 * @property {string} text what was read of it, normalised
 * @property {Exact[]} exact identifiers that records have, each once
 * @property {string[]} unknown what looks like an error code and is none that any record has, as typed
 * @property {Word[]} words each once, in the order of first appearance
 * @property {number[]} sequence numbers in `words`, in the order they were typed
 * @property {number | null} unfinished number of the last word, where it may be still being typed
 * @property {import('./reading.js').Phrase[]} phrases
 * @property {import('./reading.js').Filter[]} filters
 * @property {string[]} excluded
 * @property {string[]} notes
 */

const WORD_AT_END = new RegExp(`[${WORD}]$`, 'u');

/**
 * What a query means.
 * @param {Reading} reading
 * @param {Settings} settings
 * @param {(kind: KeyKind, normal: string) => boolean} isKnown whether some record has a key
 * @returns {Plan}
 */
export function planOf(reading, settings, isKnown) {
  const { rest, exact, unknown } = takeIdentifiers(reading, isKnown);
  const { whole } = reading;
  if (isKnown('alias', whole.normal)) exact.unshift({ kind: 'alias', normal: whole.normal, text: whole.text });
  const { words, sequence } = wordsOf(withoutNoise(rest), unknown, informativeBy(settings));
  return {
    text: reading.text,
    exact,
    unknown: unknown.map((mention) => mention.text),
    words,
    sequence,
    unfinished: WORD_AT_END.test(rest) ? (sequence.at(-1) ?? null) : null,
    phrases: reading.phrases,
    filters: reading.filters,
    excluded: reading.excluded,
    notes: reading.notes,
  };
}

/**
 * Whether nothing is looked for, and whatever passes the filters is an answer.
 * @param {Plan} plan
 */
export function isListing(plan) {
  const { filters, excluded, words, exact, phrases } = plan;
  return filters.length + excluded.length > 0 && words.length + exact.length + phrases.length === 0;
}

/**
 * The text without its identifiers, those that records have, and codes that none has.
 * @param {Reading} reading
 * @param {(kind: KeyKind, normal: string) => boolean} isKnown
 */
function takeIdentifiers(reading, isKnown) {
  let text = reading.rest;
  /** @type {Map<string, Exact>} */
  const exact = new Map();
  /** @type {Mention[]} */
  const unknown = [];
  for (const [kind, mentions] of reading.mentions) {
    for (const mention of apart(mentions, (normal) => isKnown(kind, normal))) {
      if (text.slice(mention.start, mention.end) !== mention.text) continue; // another has taken this place
      const key = `${kind}:${mention.normal}`;
      if (isKnown(kind, mention.normal)) {
        if (!exact.has(key)) exact.set(key, { kind, normal: mention.normal, text: mention.text });
      } else if (kind === 'code') {
        unknown.push(mention);
      } else {
        continue;
      }
      text = text.slice(0, mention.start) + ' '.repeat(mention.end - mention.start) + text.slice(mention.end);
    }
  }
  return { rest: text, exact: [...exact.values()], unknown };
}

/**
 * @param {string} text
 * @param {Mention[]} unknown
 * @param {(surface: string) => boolean} isInformative
 * @returns {{words: Word[], sequence: number[]}}
 */
function wordsOf(text, unknown, isInformative) {
  /** @type {Map<string, Word>} */
  const words = new Map();
  const sequence = [];
  for (const { term, surface, joined } of tokens(text)) {
    if (joined) continue;
    if (!words.has(term)) words.set(term, { term, surface, isInformative: isInformative(surface) });
    sequence.push([...words.keys()].indexOf(term));
  }
  for (const { normal } of unknown) {
    const term = stem(normal);
    if (!words.has(term)) words.set(term, { term, surface: normal, isInformative: true });
  }
  const found = [...words.values()];
  const none = !found.some((word) => word.isInformative);
  return { words: found.map((word) => ({ ...word, isInformative: none || word.isInformative })), sequence };
}

/**
 * What tells the words that say what a question is about.
 * @param {Settings} settings
 * @returns {(surface: string) => boolean}
 */
function informativeBy({ stopWords, stopCharacters }) {
  const [words, characters] = [new Set(stopWords.split(' ')), new Set(stopCharacters)];
  return (surface) => (isSpaceless(surface) ? ![...surface].some((each) => characters.has(each)) : !words.has(surface));
}
