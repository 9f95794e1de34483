/** Quoted phrases: which records have these words side by side. The same as sopkb/search/phrases.py. */

import { positionsIn } from './posting.js';

/** @typedef {import('./index.js').Index} Index */
/** @typedef {import('./reading.js').Phrase} Phrase */
/** @typedef {Set<number> | null} Starts where a phrase may begin; null for anywhere */

/**
 * Numbers of the records that have a phrase in one of their texts. Where a very common word stands is not kept: it may
 * stand anywhere in a record.
 * @param {Phrase} phrase
 * @param {Index} index
 * @returns {Set<number>}
 */
export function recordsWith({ terms }, index) {
  /** @type {Map<number, Starts> | null} */
  let found = null;
  for (const [term, offset] of terms) {
    /** @type {Map<number, Starts>} */
    const here = new Map();
    const isVague = index.count(term) > index.settings.common;
    const standing = isVague ? [] : index.places(term);
    numbersOf(term, index).forEach((number, at) => {
      if (index.isLacking || (found && !found.has(number))) return;
      const before = found?.get(number) ?? null;
      const places = isVague ? before : placesOf(standing[at], offset, before);
      if (isVague || places?.size) here.set(number, places);
    });
    found = here;
  }
  return new Set(found?.keys());
}

/**
 * The numbers of all records that have a term, in the order of its places.
 * @param {string} term
 * @param {Index} index
 */
export function numbersOf(term, index) {
  const isCommon = index.count(term) > index.settings.common;
  const [salient, plain] = [index.salient(term), isCommon ? [] : index.plain(term)];
  return [...[...salient, ...plain].map(([number]) => number), ...(isCommon ? index.others(term) : [])];
}

/**
 * Where a phrase may begin, by a word that is so far into it.
 * @param {Uint8Array} standing
 * @param {number} offset
 * @param {Starts} before
 */
function placesOf(standing, offset, before) {
  const places = positionsIn(standing).map((position) => position - offset);
  return new Set(before ? places.filter((place) => before.has(place)) : places);
}
