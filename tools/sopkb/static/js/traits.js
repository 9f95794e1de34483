/** Facts of every record, read from columns: what tiers depend on, which every query needs, and the rest. */

import { lifeOf } from './state.js';

/** @typedef {import('./index.js').Traits} Traits */
/** @typedef {import('./index.js').Lot & {place: number}} LotInPlace with the record's place in the columns */
/** @typedef {{since: number, byNumber: Map<number, LotInPlace>}} Lots */
/** @typedef {{life: import('./state.js').Facts, area: string}} Facet what facets are counted by */

/** Moments that one coarse step is divided into. */
const FINE = 32;

/**
 * What tiers depend on, by record number; `since` is the moment from which on that is all.
 * @param {any} columns
 * @returns {Lots}
 */
export function lotsIn({ numbers, state, in_incident: incidents, expires, late }) {
  const ids = summed(numbers);
  const [ends, begins] = [valuesByPlace(expires), valuesByPlace(late.effective)];
  const inIncident = new Set(summed(incidents));
  const states = numbersOf(state);
  const lots = ids.map((number, place) => {
    const life = lifeOf([states[place], begins.get(place) ?? null, ends.get(place) ?? null, null, null]);
    return /** @type {const} */ ([number, { life, inIncident: inIncident.has(place), place }]);
  });
  return { since: late.from * 1000, byNumber: new Map(lots) };
}

/**
 * What facets are counted by, by place: areas, and lives with the moment of their review.
 * @param {any} columns
 * @param {Lots} lots
 * @returns {Facet[]}
 */
export function facetsIn({ areas, area, moments, due: [coarse, fine] }, { byNumber }) {
  const ends = summed(moments);
  const [steps, rest] = [numbersOf(coarse), numbersOf(fine).values()];
  const dues = steps.map((step) => (step ? ends[(step - 1) * FINE + rest.next().value] * 1000 : null));
  const places = numbersOf(area);
  return [...byNumber.values()].map(({ life, place }) => ({
    life: { ...life, due: dues[place] },
    area: areas[places[place]],
  }));
}

/**
 * All traits, by place.
 * @param {any} columns what facets are not counted by
 * @param {Facet[]} facets
 * @returns {Traits[]}
 */
export function traitsIn(columns, facets) {
  const { effective, retired, owners, audiences, regionses, languages } = columns;
  const moment = (/** @type {number | null} */ seconds) => (seconds === null ? null : seconds * 1000);
  const [owner, audience, regions, language] = [columns.owner, columns.audience, columns.regions, columns.language].map(
    numbersOf,
  );
  return facets.map(({ life, area }, place) => ({
    life: { ...life, effective: moment(effective[place]), retired: moment(retired[place]) },
    area,
    owner: owners[owner[place]],
    audience: audiences[audience[place]],
    regions: regionses[regions[place]],
    language: languages[language[place]],
  }));
}

/**
 * Numbers that were written as a character each, from "0" on.
 * @param {string} letters
 */
function numbersOf(letters) {
  return Array.from(letters, (letter) => /** @type {number} */ (letter.codePointAt(0)) - 48);
}

/**
 * @param {[number[], number[]]} column
 * @returns {Map<number, number>}
 */
function valuesByPlace([places, values]) {
  return new Map(summed(places).map((place, at) => [place, values[at]]));
}

/**
 * Numbers from their distances.
 * @param {number[]} distances
 */
function summed(distances) {
  let last = 0;
  return distances.map((distance) => (last += distance));
}
