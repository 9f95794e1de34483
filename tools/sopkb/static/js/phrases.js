/** Quoted phrases: which records have these words side by side. The same as sopkb/search/phrases.py. */

import { positionsOf } from './posting.js';

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
    for (const [number, value] of everyPosting(term, index)) {
      if (found && !found.has(number)) continue;
      const before = found?.get(number) ?? null;
      const places = isVague ? before : placesOf(value, offset, before);
      if (isVague || places?.size) here.set(number, places);
    }
    found = here;
  }
  return new Set(found?.keys());
}

/**
 * @param {string} term
 * @param {Index} index
 */
export function everyPosting(term, index) {
  return [...index.salient(term), ...index.plain(term)];
}

/**
 * Where a phrase may begin, by a word that is so far into it.
 * @param {Uint8Array} value
 * @param {number} offset
 * @param {Starts} before
 */
function placesOf(value, offset, before) {
  const places = positionsOf(value).map((position) => position - offset);
  return new Set(before ? places.filter((place) => before.has(place)) : places);
}
