/**
 * What is looked up for the words of a plan: the words themselves, compounds, synonyms, completions, corrections. The
 * same as sopkb/search/expand.py.
 */

import { isSpaceless, stem } from './analysis.js';
import { both, noneOf, oneOf } from './bits.js';
import { partsOf } from './glued.js';
import { completions, corrections } from './spelling.js';

/** @typedef {import('./bits.js').Bits} Bits */
/** @typedef {import('./index.js').Index} Index */
/** @typedef {import('./index.js').Synonym} Synonym */
/** @typedef {import('./plan.js').Plan} Plan */
/** @typedef {import('./plan.js').Word} Word */

/**
 * A run of terms, all of which a record must have, and what it then counts, in 256ths of the word as typed. A synonym is
 * our guess: it may rank a workaround of an incident, and must not put it before all others.
 * @typedef {{terms: string[], weight: number, isSynonym?: boolean, isCorrected?: boolean}} Variant
 */

/**
 * One thing that a record may hold.
 * @typedef {object} Clue
 * @property {Variant[]} variants what counts as it; the best of them does
 * @property {Bits} covers which of the words that say what is asked a record with this clue has
 * @property {boolean} [isFiller] whether it adds to records that other clues found, and finds none itself
 * @property {boolean} [isMisspelt] whether it is a word and its corrections
 */

/**
 * A plan, ready to be scored.
 * @typedef {object} Clues
 * @property {Clue[]} clues in the order of the plan
 * @property {number} words how many words say what is asked
 * @property {number[]} asked their numbers in the plan
 * @property {{typed: string, used: string[]}[]} corrections misspelt words, each with what is looked for instead
 * @property {[string, string][]} routes ids that the words name, each with those words
 */

/** Words that may be one. */
const LONGEST_COMPOUND = 6;
/** Up to so many words every run of them is tried as a compound; in longer queries only pairs are. */
const FEW_WORDS = 6;
/** Records up to which a word may be a misspelling that somebody wrote down on purpose. */
const SELDOM = 1;
/** How many times as often another spelling must then stand. */
const OFTEN = 8;
/** Words of a phrase in the table of synonyms. */
const LONGEST_SYNONYM = 5;
/** A weight of 1. */
export const ONE = 256;

/**
 * Turn the words of a plan into clues.
 * @param {Plan} plan
 * @param {Index} index
 * @returns {Clues}
 */
export function cluesOf(plan, index) {
  const { weights, synonyms } = index.settings;
  const asked = wordsAsked(plan, index);
  const none = noneOf(asked.length);
  const bits = new Map(asked.map((number, place) => [number, oneOf(place, asked.length)]));
  const covered = (/** @type {number[]} */ run) =>
    run.reduce((covers, number) => both(covers, bits.get(number) ?? none), none);
  const runs = synonymsIn(plan, synonyms.entries);
  /** @type {Clue[]} */
  const clues = [];
  const corrected = [];
  for (const number of asked) {
    const word = plan.words[number];
    const others = runs.flatMap(({ run, synonym }) => (run.length === 1 && run[0] === number ? synonym.others : []));
    const { variants, used } = variantsOf(word, number === plan.unfinished, others, index);
    if (used.length) corrected.push({ typed: word.surface, used });
    const isMisspelt = variants.some(({ isCorrected }) => isCorrected);
    clues.push({ variants, covers: covered([number]), isMisspelt });
  }
  const synonymOf = (/** @type {string[]} */ terms) => ({ terms, weight: weights.synonym, isSynonym: true });
  for (const { run, synonym } of runs) {
    const covers = covered(run);
    if (run.length > 1 && covers) {
      clues.push({ variants: synonym.others.map(synonymOf), covers });
    }
  }
  clues.push(...compounds(plan, covered, index));
  for (const { kind, normal } of plan.exact) {
    if (kind === 'alias') continue;
    const variants = [{ terms: [stem(normal)], weight: weights.code }];
    clues.push({ variants, covers: none });
  }
  if (asked.length) clues.push(...fillers(plan, index).map((clue) => ({ ...clue, covers: none, isFiller: true })));
  return { clues, words: asked.length, asked, corrections: corrected, routes: routesIn(plan, synonyms.routes) };
}

/**
 * Whether words without information are looked up: the base is so small that it costs next to nothing.
 * @param {Index} index
 */
export function readsFillers({ recordCount, settings }) {
  return recordCount <= settings.filler_records;
}

/**
 * The words with information; of figures (an amount, a date, a size) those that some record has.
 * @param {Plan} plan
 * @param {Index} index
 * @returns {number[]} their numbers
 */
function wordsAsked(plan, index) {
  const isAsked = (/** @type {Word} */ word) => word.isInformative && (!isFigure(word) || index.count(word.term) > 0);
  return plan.words.flatMap((word, number) => (isAsked(word) ? [number] : []));
}

/**
 * What is looked up for the words without information, if anything is.
 * @param {Plan} plan
 * @param {Index} index
 */
function fillers({ words }, index) {
  const left = readsFillers(index) ? words.filter((word) => !word.isInformative) : [];
  return left.map(({ term }) => ({ variants: [{ terms: [term], weight: index.settings.weights.filler }] }));
}

/**
 * What counts as a word, and what it was corrected to or parted into, if it was.
 * @param {Word} word
 * @param {boolean} isUnfinished
 * @param {string[][]} others
 * @param {Index} index
 */
function variantsOf(word, isUnfinished, others, index) {
  const { settings: { weights, most_completions: mostCompletions, most_corrections: mostCorrections }, lexicon } = index;
  /** @type {Map<string, Variant>} */
  const found = new Map();
  const add = (/** @type {string[]} */ terms, /** @type {number} */ weight, origin = {}) => {
    const name = terms.join(' ');
    if (!found.has(name)) found.set(name, { terms, weight, ...origin });
  };
  add([word.term], ONE);
  others.forEach((terms) => add(terms, weights.synonym, { isSynonym: true }));
  if (isUnfinished && !isSpaceless(word.surface)) {
    const longer = completions(word.surface, lexicon).slice(0, mostCompletions);
    longer.forEach((surface) => add([stem(surface)], weights.prefix));
  }
  /** @type {string[]} */
  let used = [];
  // A record that has a spelling has its term, so the spellings need not be asked where the term is not seldom.
  const isSeldom = found.size === 1 && index.count(word.term) <= SELDOM;
  const seen = isSeldom ? Math.max(lexicon.count(word.surface), index.count(word.term)) : Infinity;
  const glued = seen === 0 && !index.isLacking ? partsOf(word.surface, index) : [];
  if (glued.length) {
    add(glued.map(stem), weights.joined);
    used = [glued.join(' ')];
  } else if (seen <= SELDOM && !index.isLacking && !index.isCommon(word.surface) && !index.isLacking) {
    const near = corrections(word.surface, lexicon).filter((surface) => lexicon.count(surface) >= OFTEN * seen);
    used = near.slice(0, mostCorrections);
    used.forEach((surface) => add([stem(surface)], weights.typo, { isCorrected: true }));
  }
  return { variants: [...found.values()], used };
}

/**
 * Runs of words that some record writes as one, or with hyphens: `etcd no leader`, `sign in`.
 * @param {Plan} plan
 * @param {(run: number[]) => Bits} covered
 * @param {Index} index
 * @returns {Clue[]}
 */
function compounds(plan, covered, index) {
  const weight = index.settings.weights.joined;
  const { sequence, words } = plan;
  const longest = sequence.length <= FEW_WORDS ? LONGEST_COMPOUND : 2;
  const seen = new Set();
  const clues = [];
  for (let start = 0; start < sequence.length; start += 1) {
    for (let end = start + 2; end <= Math.min(start + longest, sequence.length); end += 1) {
      const run = sequence.slice(start, end);
      const whole = stem(run.map((number) => words[number].surface).join(''));
      const covers = covered(run);
      if (covers && !seen.has(whole) && index.count(whole)) {
        seen.add(whole);
        clues.push({ variants: [{ terms: [whole], weight }], covers });
      }
    }
  }
  return clues;
}

/**
 * The runs of the plan's words that have synonyms: the words' numbers, and the entry.
 * @param {Plan} plan
 * @param {Synonym[]} entries
 */
function synonymsIn(plan, entries) {
  const byTerms = new Map(entries.map((entry) => [entry.terms.join(' '), entry]));
  return runsOf(plan).flatMap(({ run, start }) => {
    const synonym = byTerms.get(run.map((number) => plan.words[number].term).join(' '));
    const meansOtherwise = synonym?.not_after_number && start > 0 && isFigure(plan.words[plan.sequence[start - 1]]);
    return synonym && !meansOtherwise ? [{ run, synonym }] : [];
  });
}

/**
 * @param {Plan} plan
 * @param {[string[], string][]} routes
 * @returns {[string, string][]}
 */
function routesIn(plan, routes) {
  const byTerms = new Map(routes.map(([terms, id]) => [terms.join(' '), id]));
  return runsOf(plan).flatMap(({ run }) => {
    const words = run.map((number) => plan.words[number]);
    const target = byTerms.get(words.map((word) => word.term).join(' '));
    return target ? [[target, words.map((word) => word.surface).join(' ')]] : [];
  });
}

/** @param {Plan} plan */
function runsOf({ sequence }) {
  return sequence.flatMap((_, start) => {
    const longest = Math.min(LONGEST_SYNONYM, sequence.length - start);
    return Array.from({ length: longest }, (__, size) => ({ start, run: sequence.slice(start, start + size + 1) }));
  });
}

/** @param {Word} word */
function isFigure({ surface }) {
  return /^[0-9]/.test(surface);
}
