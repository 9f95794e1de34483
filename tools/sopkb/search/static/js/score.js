/**
 * Adding up impacts: whole numbers only, so that Python and a browser come to the same figure. The same as
 * sopkb/search/score.py.
 */

import { both, noneOf, placesIn } from './bits.js';
import { ONE } from './expand.js';
import { endOfGains, FIRST_SYMPTOM, isNamed, lesser, SECOND } from './posting.js';
import { numbersOf, summed } from './standing.js';

/** @typedef {import('./bits.js').Bits} Bits */
/** @typedef {import('./expand.js').Clue} Clue */
/** @typedef {import('./expand.js').Clues} Clues */
/** @typedef {import('./expand.js').Variant} Variant */
/** @typedef {import('./index.js').Index} Index */
/** @typedef {import('./index.js').Settings} Settings */
/** @typedef {import('./posting.js').Posting} Posting */

/**
 * What was found, by record number.
 * @typedef {object} Scores
 * @property {Map<number, number>} levels the sum for the record as a whole
 * @property {Map<number, number>} gains by `number * SECTIONS + section`, what a section adds
 * @property {Map<number, Bits>} covered the informative words that the record has
 * @property {Map<number, Bits>} named those that its title, aliases and symptoms have
 * @property {number[]} weights what each informative word weighs in the coverage
 */

/**
 * A variant with what an impact of it is worth; `isCommon` where it counts only in salient places, and where it stands most.
 * @typedef {{variant: Variant, amount: number, count: number, isCommon: boolean}} Weighed
 */

const RARITY = 256;
const LN_2 = 0.6931471805599453;
/** Terms of the series: the next is below 1/3 to the power of 35. */
const LAST_ODD = 33;
const SHARES = 64;
/** Steps of the share that the record has that has most. */
const BESTS = 8;
const FACTORS = 1024;
const SECTIONS = 256;
/** More than any posting: of a run of terms, those that are common must be in a record, and count for nothing there. */
const THERE = Uint8Array.of(255);

/** @returns {Scores} */
export function noScores() {
  return { levels: new Map(), gains: new Map(), covered: new Map(), named: new Map(), weights: [] };
}

/**
 * Score every record that has a clue.
 * @param {Index} index
 * @param {Clues} clues
 * @returns {Scores}
 */
export function scoreRecords(index, { clues, words }) {
  const weighed = clues.map((clue) => weigh(index, clue));
  const scores = { ...noScores(), weights: Array(words).fill(0) };
  clues.forEach((clue, number) => {
    const here = weighed[number].filter((each) => each.count);
    if (!here.length) return;
    const places = placesIn(clue.covers);
    if (places.length === 1) {
      scores.weights[places[0]] = Math.max(scores.weights[places[0]], ...here.map((each) => each.amount));
    }
    const found = (/** @type {Posting} */ [record]) => scores.levels.has(record);
    addBest(scores, here, clue, noneOf(words), (each) => {
      const postings = held(index, each);
      return clue.isFiller ? postings.filter(found) : postings;
    });
  });
  return scores;
}

/**
 * Each record's score, its best section and its best symptom: the first of several, none where none adds anything.
 * @param {Scores} scores
 * @param {Settings} settings
 */
export function totals(scores, { factors }) {
  /** @type {Map<number, {gain: number, section: number, second: number}>} */
  const best = new Map();
  /** @type {Map<number, {gain: number, section: number}>} */
  const symptoms = new Map();
  for (const [place, gain] of scores.gains) {
    const [number, section] = [Math.floor(place / SECTIONS), place % SECTIONS];
    if (section >= FIRST_SYMPTOM) {
      const most = symptoms.get(number) ?? { gain: 0, section };
      if (gain > most.gain || (gain === most.gain && section < most.section)) symptoms.set(number, { gain, section });
      continue;
    }
    const last = best.get(number);
    if (gain > (last?.gain ?? 0) || (last && gain === last.gain && section < last.section)) {
      best.set(number, { gain, section, second: last?.gain ?? 0 });
    } else if (last && gain > last.second) last.second = gain;
  }
  const ofAll = scores.weights.reduce((sum, weight) => sum + weight, 0);
  const shareOf = (/** @type {Bits} */ bits) => {
    const had = placesIn(bits).reduce((sum, place) => sum + scores.weights[place], 0);
    return ofAll ? Math.floor((had * SHARES) / ofAll) : SHARES;
  };
  const shares = new Map([...new Set(scores.covered.values())].map((bits) => [bits, shareOf(bits)]));
  const most = shares.size ? Math.max(...shares.values()) : SHARES;
  const row = summed(numbersOf(factors[Math.floor((most * BESTS) / SHARES)]));
  /** @type {Map<number, number>} */
  const points = new Map();
  for (const [number, level] of scores.levels) {
    const { gain, second } = best.get(number) ?? { gain: 0, second: 0 };
    const sum = level + gain + Math.floor(second / SECOND) + (symptoms.get(number)?.gain ?? 0);
    points.set(number, Math.floor((sum * row[shares.get(scores.covered.get(number) ?? 0) ?? 0]) / FACTORS));
  }
  return { points, sections: placesOf(best), symptoms: placesOf(symptoms) };
}

/**
 * @param {Map<number, {section: number}>} best
 * @returns {Map<number, number>}
 */
function placesOf(best) {
  return new Map([...best].map(([number, { section }]) => [number, section]));
}

/**
 * The words that a record has in its best section or symptom, its title or aliases; all, where there is neither.
 * @param {Index} index
 * @param {Clues} clues
 * @param {number} number of the record
 * @param {Scores} scores
 * @param {(number | undefined)[]} places its best section and symptom
 * @returns {number[]}
 */
export function heldTogether(index, { clues }, number, scores, places) {
  if (places.every((place) => place === undefined)) return placesIn(scores.covered.get(number) ?? 0);
  const together = new Set(placesIn(scores.named.get(number) ?? 0));
  for (const clue of clues) {
    const covers = placesIn(clue.covers);
    if (covers.every((place) => together.has(place))) continue;
    const isThere = weigh(index, clue).some((each) => {
      const value = each.count && each.amount ? held(index, each).find(([record]) => record === number)?.[1] : undefined;
      for (let at = 2; value && at < endOfGains(value); at += 2) if (places.includes(value[at])) return true;
      return false;
    });
    if (isThere) covers.forEach((place) => together.add(place));
  }
  return [...together];
}

/**
 * Inverse document frequency as BM25 has it, kept above 0, in steps.
 * @param {number} records
 * @param {number} holders
 */
export function rarity(records, holders) {
  return Math.floor(RARITY * logarithm(1 + (records - holders + 0.5) / (holders + 0.5)) + 0.5);
}

/**
 * The natural logarithm of a number of 1 or more, by +, -, * and / alone: two libraries may round it differently.
 * @param {number} number
 */
function logarithm(number) {
  let [rest, twos, total] = [number, 0, 0];
  while (rest >= 2) [rest, twos] = [rest / 2, twos + 1];
  const ratio = (rest - 1) / (rest + 1);
  for (let odd = LAST_ODD; odd > 0; odd -= 2) total = total * ratio * ratio + 1 / odd;
  return 2 * ratio * total + twos * LN_2;
}

/**
 * The variants of a clue, weighed. No expansion is rarer than the word as typed, if that is there: who types `queue`
 * does not look for the one record with `q`. A misspelt word is as common as the word that it was to be.
 * @param {Index} index
 * @param {Clue} clue
 * @returns {Weighed[]}
 */
function weigh(index, { variants, isMisspelt }) {
  const counts = variants.map(({ terms }) => Math.min(...terms.map((term) => index.count(term))));
  const rarities = counts.map((count) => rarity(index.recordCount, count));
  const most = variants[0].weight === ONE && counts[0] ? rarities[0] : Infinity;
  const shared = isMisspelt ? rarity(index.recordCount, Math.max(...counts)) : null;
  return variants.map((variant, place) => {
    const amount = Math.floor(((shared ?? Math.min(rarities[place], most)) * variant.weight) / ONE);
    return { variant, amount, count: counts[place], isCommon: counts[place] > index.settings.common };
  });
}

/**
 * What counts as one clue: each record, and each of its sections, gets the best of it.
 * @param {Scores} scores
 * @param {Weighed[]} variants
 * @param {Clue} clue
 * @param {Bits} none
 * @param {(each: Weighed) => Posting[]} postingsOf
 */
function addBest(scores, variants, clue, none, postingsOf) {
  /** @type {Map<number, number>} */
  const levels = new Map();
  /** @type {Map<number, number>} */
  const gains = new Map();
  /** @type {Set<number>} */
  const named = new Set();
  for (const each of variants) {
    for (const [number, value] of postingsOf(each)) {
      levels.set(number, Math.max(levels.get(number) ?? 0, each.amount * value[0]));
      if (isNamed(value) && !each.variant.isSynonym) named.add(number);
      for (let at = 2; at < endOfGains(value); at += 2) {
        const place = number * SECTIONS + value[at];
        gains.set(place, Math.max(gains.get(place) ?? 0, each.amount * value[at + 1]));
      }
    }
  }
  for (const [number, amount] of levels) {
    scores.levels.set(number, (scores.levels.get(number) ?? 0) + amount);
    scores.covered.set(number, both(scores.covered.get(number) ?? none, clue.covers));
  }
  for (const number of named) scores.named.set(number, both(scores.named.get(number) ?? none, clue.covers));
  for (const [place, amount] of gains) scores.gains.set(place, (scores.gains.get(place) ?? 0) + amount);
}

/**
 * The records that hold all terms of a variant; of a run the posting of the term that is worth least counts.
 * @param {Index} index
 * @param {Weighed} weighed
 * @returns {Posting[]}
 */
function held(index, { variant, isCommon }) {
  const [first, ...others] = variant.terms.map((term) => {
    const salient = index.salient(term);
    if (isCommon || index.count(term) <= index.settings.common) return [...salient, ...index.plain(term)];
    return [...salient, ...index.others(term).map((number) => /** @type {Posting} */ ([number, THERE]))];
  });
  return others.reduce((postings, other) => {
    const values = new Map(other);
    return postings.flatMap(([number, value]) => {
      const there = values.get(number);
      return there ? [/** @type {Posting} */ ([number, lesser(value, there)])] : [];
    });
  }, first);
}
