/**
 * What words add that stand beside each other in a query and in a record alike. The same as sopkb/search/nearby.py.
 */

import { tokens } from './analysis.js';
import { ONE } from './expand.js';
import { rarity } from './score.js';
import { sectionOf } from './snippets.js';

/** @typedef {import('./index.js').Index} Index */
/** @typedef {import('./order.js').Ranked} Ranked */
/** @typedef {import('./plan.js').Plan} Plan */
/** @typedef {Map<string, Set<number>>} Places where each term of a text stands in it */

/** Steps to an impact of 1. */
export const STEPS = 128;
/** Words from one to the next, of those that carry information, up to which the two are neighbours. */
const REACH = 5;

/**
 * The records that come first, with what neighbours in the query add where their rows have them just as far apart.
 * @param {Plan} plan
 * @param {Ranked[]} first
 * @param {Index} index
 * @returns {Ranked[]}
 */
export function withNeighbours(plan, first, index) {
  const pairs = pairsOf(plan, index);
  if (!pairs.length) return first;
  return first.map((ranked) => {
    const texts = textsOf(ranked, index).map(placesOf);
    const near = pairs.filter((pair) => texts.some((places) => areNeighbours(places, pair)));
    return { ...ranked, score: near.reduce((sum, pair) => sum + pointsOf(pair, index), ranked.score) };
  });
}

/**
 * Neighbours of a query: two terms, and how many words the second stands after the first.
 * @param {Plan} plan
 * @param {Index} index
 */
function pairsOf({ words, sequence }, index) {
  const there = sequence
    .map((number, place) => ({ place, ...words[number] }))
    .filter(({ isInformative, term }) => isInformative && index.count(term));
  return there.slice(1).flatMap(({ place, term }, before) => {
    const distance = place - there[before].place;
    return distance <= REACH && term !== there[before].term ? [{ one: there[before].term, other: term, distance }] : [];
  });
}

/**
 * What a pair is worth: the rarity of the commoner of the two.
 * @param {{one: string, other: string}} pair
 * @param {Index} index
 */
function pointsOf({ one, other }, index) {
  const rare = Math.min(...[one, other].map((term) => rarity(index.recordCount, index.count(term))));
  return Math.floor((rare * index.settings.weights.nearby * STEPS) / ONE);
}

/**
 * The texts of a row.
 * @param {Ranked} ranked
 * @param {Index} index
 */
function textsOf({ number, section }, index) {
  const card = index.card(number);
  const [heading, , text] = sectionOf(card, section);
  return [card.title ?? '', card.summary ?? '', ...(card.symptoms ?? []), heading, text];
}

/**
 * @param {string} text
 * @returns {Places}
 */
function placesOf(text) {
  const places = new Map();
  for (const { term, position } of tokens(text)) {
    if (places.has(term)) places.get(term).add(position);
    else places.set(term, new Set([position]));
  }
  return places;
}

/**
 * @param {Places} places
 * @param {{one: string, other: string, distance: number}} pair
 */
function areNeighbours(places, { one, other, distance }) {
  const ends = places.get(other);
  return ends && [...(places.get(one) ?? [])].some((place) => ends.has(place + distance));
}
