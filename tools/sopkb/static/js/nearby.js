/**
 * What words add that stand beside each other in a query and in a record alike. The same as sopkb/search/nearby.py.
 */

import { ONE } from './expand.js';
import { everyPosting } from './phrases.js';
import { positionsOf } from './posting.js';
import { rarity } from './score.js';

/** @typedef {import('./index.js').Index} Index */
/** @typedef {import('./plan.js').Plan} Plan */

/** Steps to an impact of 1. */
const STEPS = 128;
/** Words from one to the next, of those that carry information, up to which the two are neighbours. */
const REACH = 5;

/**
 * What neighbours in the query add to the best records where they stand just as far apart.
 * @param {Plan} plan
 * @param {Map<number, number>} points the score of each record
 * @param {Index} index
 * @returns {Map<number, number>}
 */
export function nearbyPoints(plan, points, index) {
  const pairs = pairsOf(plan, index);
  /** @type {Map<number, number>} */
  const added = new Map();
  if (!pairs.length) return added;
  const { nearby_among: among, weights } = index.settings;
  const best = new Set([...points].sort(([a, one], [b, other]) => other - one || a - b).slice(0, among).map(([n]) => n));
  const places = new Map(pairs.flatMap(({ one, other }) => [one, other]).map((term) => [term, placesOf(term, best, index)]));
  for (const { one, other, distance } of pairs) {
    const rare = Math.min(...[one, other].map((term) => rarity(index.recordCount, index.count(term))));
    for (const [number, starts] of places.get(one) ?? []) {
      const ends = places.get(other)?.get(number);
      if (!ends || ![...starts].some((place) => ends.has(place + distance))) continue;
      added.set(number, (added.get(number) ?? 0) + Math.floor((rare * weights.nearby * STEPS) / ONE));
    }
  }
  return added;
}

/**
 * Neighbours of a query: two terms, and how many words the second stands after the first.
 * @param {Plan} plan
 * @param {Index} index
 */
function pairsOf({ words, sequence }, index) {
  const there = sequence
    .map((number, place) => ({ place, ...words[number] }))
    .filter((word) => word.isInformative && hasPlaces(word.term, index));
  return there.slice(1).flatMap(({ place, term }, before) => {
    const distance = place - there[before].place;
    return distance <= REACH && term !== there[before].term ? [{ one: there[before].term, other: term, distance }] : [];
  });
}

/**
 * @param {string} term
 * @param {Index} index
 */
function hasPlaces(term, index) {
  const count = index.count(term);
  return count > 0 && count <= index.settings.common;
}

/**
 * Where a term stands in some records.
 * @param {string} term
 * @param {Set<number>} numbers
 * @param {Index} index
 */
function placesOf(term, numbers, index) {
  const there = everyPosting(term, index).filter(([number]) => numbers.has(number));
  return new Map(there.map(([number, value]) => [number, new Set(positionsOf(value))]));
}
