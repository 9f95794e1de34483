/**
 * What a query means, before any word is looked up: which identifiers it names, and which words are left. The same as
 * sopkb/search/plan.py.
 */

import { isSpaceless, stem, tokens } from './analysis.js';
import { WORD } from './characters.js';
import { apart, normalForm } from './codes.js';
import { CODE_KINDS, strip, withoutNoise, wordsWithDigits } from './reading.js';
import { head, lengthOf } from './text.js';

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
 * An identifier that no record has.
 * @typedef {object} Missing
 * @property {KeyKind} kind what it would identify; of a beginning, one of the kinds that have such identifiers
 * @property {string} normal its normal form
 * @property {string} text as it was typed; of an id, as files write it
 * @property {boolean} isBegun whether it is the beginning of identifiers that records have (`rc40`)
 */

/**
 * What a plan asks of an index.
 * @typedef {object} Lookup
 * @property {(kind: KeyKind, normal: string) => boolean} isKnown whether some record has a key
 * @property {(term: string) => boolean} isHeld whether some record has a term
 * @property {(kind: KeyKind, normal: string) => boolean} isBegun whether some key of a kind begins so and goes on
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
 * @property {Missing[]} missing identifiers that no record has, each once
 * @property {Word[]} words each once, in the order of first appearance
 * @property {number[]} sequence numbers in `words`, in the order they were typed
 * @property {number | null} unfinished number of the last word, where it may be still being typed
 * @property {import('./reading.js').Phrase[]} phrases
 * @property {import('./reading.js').Filter[]} filters
 * @property {string[]} excluded
 * @property {string[]} notes
 */

/** Characters of a code that are enough to offer those that begin so. */
const SHORTEST_BEGINNING = 2;
/** Characters of a whole question that may be the letters of a code and no word. */
const LONGEST_LETTERS = 6;
/** Characters that are shown of what was left out. */
const LONGEST_SHOWN = 40;

const LAST_DIGITS = /[0-9]*$/;
const IS_NUMBER = /^[0-9]*$/;
const WORD_AT_END = new RegExp(`[${WORD}]$`, 'u');

/**
 * What a query means.
 * @param {Reading} reading
 * @param {Settings} settings
 * @param {Lookup} lookup
 * @returns {Plan}
 */
export function planOf(reading, settings, lookup) {
  const { rest: unnamed, exact, missing, mentioned } = takeIdentifiers(reading, lookup);
  const { whole } = reading;
  if (lookup.isKnown('alias', whole.normal)) {
    exact.unshift({ kind: 'alias', normal: whole.normal, text: whole.text });
    missing.length = 0;
  }
  const { quiet, dropped } = withoutNoise(unnamed, lookup.isHeld);
  const begun = exact.length ? null : beginningIn(quiet, lookup);
  if (begun) missing.push(begun.missing);
  const text = begun?.rest ?? quiet;
  const { words, sequence } = wordsOf(text, mentioned, informativeBy(settings));
  return {
    text: reading.text,
    exact,
    missing,
    words,
    sequence,
    unfinished: WORD_AT_END.test(text) ? (sequence.at(-1) ?? null) : null,
    phrases: reading.phrases,
    filters: reading.filters,
    excluded: reading.excluded,
    notes: dropped.length ? [...reading.notes, leftOut(dropped)] : reading.notes,
  };
}

/**
 * Whether nothing is looked for, and whatever passes the filters is an answer.
 * @param {Plan} plan
 */
export function isListing(plan) {
  const { filters, excluded, words, exact, phrases, missing } = plan;
  return filters.length + excluded.length > 0 && words.length + exact.length + phrases.length + missing.length === 0;
}

/**
 * The text without its identifiers: those that records have, those that none has, and those that stand in a text of some
 * record without being its code, bug or incident.
 * @param {Reading} reading
 * @param {Lookup} lookup
 */
function takeIdentifiers(reading, lookup) {
  let text = reading.rest;
  /** @type {Map<string, Exact>} */
  const exact = new Map();
  /** @type {Map<string, Missing>} */
  const missing = new Map();
  /** @type {Mention[]} */
  const mentioned = [];
  for (const [kind, mentions] of reading.mentions) {
    const meant = new Set(
      mentions.filter((each) => isMeant(kind, each, reading.whole, lookup)).map(({ normal }) => normal),
    );
    for (const mention of apart(mentions, (normal) => meant.has(normal))) {
      const { normal } = mention;
      if (text.slice(mention.start, mention.end) !== mention.text) continue; // another has taken this place
      const key = `${kind}:${normal}`;
      if (lookup.isKnown(kind, normal)) {
        if (!exact.has(key)) exact.set(key, { kind, normal, text: mention.text });
      } else if (!meant.has(normal) && (kind === 'id' || kind === 'alias')) {
        continue;
      } else if (kind !== 'id' && lookup.isHeld(stem(normal))) {
        mentioned.push(mention);
      } else if (!missing.has(key)) {
        const written = kind === 'id' ? `${normal.slice(0, 3).toUpperCase()}-${normal.slice(3)}` : mention.text;
        missing.set(key, { kind, normal, text: written, isBegun: false });
      }
      text = text.slice(0, mention.start) + ' '.repeat(mention.end - mention.start) + text.slice(mention.end);
    }
  }
  return { rest: text, exact: [...exact.values()], missing: [...missing.values()], mentioned };
}

/**
 * Whether an identifier is meant as one, whether or not a record has it: `esc 5 times` and `at 404` need not be. What
 * looks like a code, and is in one piece, is one anyway.
 * @param {KeyKind} kind
 * @param {Mention} mention
 * @param {Mention} whole
 * @param {Lookup} lookup
 */
function isMeant(kind, { normal, text, isLoose }, whole, lookup) {
  if (lookup.isKnown(kind, normal)) return true;
  if (kind === 'alias') return false;
  const isAll = text === whole.text;
  if (kind === 'id') return isAll || (/^([A-Z]{3}|...[^0-9])/.test(text) && !isLoose);
  const letters = normal.replace(LAST_DIGITS, '');
  return isAll && letters !== '' && lookup.isBegun(kind, letters);
}

/**
 * The beginning of a code, bug or incident (`rc40`, or `rc` if there is no more), and the text without it.
 * @param {string} text
 * @param {Lookup} lookup
 * @returns {{rest: string, missing: Missing} | null}
 */
function beginningIn(text, lookup) {
  const words = text.split(' ').filter(Boolean);
  const isShort = words.length === 1 && lengthOf(words[0]) <= LONGEST_LETTERS;
  const mayBeAll = isShort || (words.length === 2 && /[0-9]/.test(text));
  const whole = mayBeAll ? [{ normal: normalForm(text), text: strip(text), start: 0, end: text.length }] : [];
  for (const { normal, text: typed, start, end } of [...whole, ...wordsWithDigits(text)]) {
    if (lengthOf(normal) < SHORTEST_BEGINNING || IS_NUMBER.test(normal) || lookup.isHeld(stem(normal))) continue;
    const kind = CODE_KINDS.find((each) => lookup.isBegun(each, normal));
    if (!kind) continue;
    const rest = text.slice(0, start) + ' '.repeat(end - start) + text.slice(end);
    return { rest, missing: { kind, normal, text: typed, isBegun: true } };
  }
  return null;
}

/** @param {string[]} dropped */
function leftOut(dropped) {
  const shown = dropped.map((text) => (lengthOf(text) <= LONGEST_SHOWN ? text : `${head(text, LONGEST_SHOWN)}…`));
  return `Not in any record, so left out: ${shown.join(', ')}`;
}

/**
 * @param {string} text
 * @param {Mention[]} mentioned
 * @param {(surface: string) => boolean} isInformative
 * @returns {{words: Word[], sequence: number[]}}
 */
function wordsOf(text, mentioned, isInformative) {
  /** @type {Map<string, Word>} */
  const words = new Map();
  const sequence = [];
  for (const { term, surface, joined } of tokens(text)) {
    if (joined) continue;
    if (!words.has(term)) words.set(term, { term, surface, isInformative: isInformative(surface) });
    sequence.push([...words.keys()].indexOf(term));
  }
  for (const { normal } of mentioned) {
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
