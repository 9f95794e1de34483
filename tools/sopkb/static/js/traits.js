/** Facts of every record, read from columns: what tiers depend on, which every query needs, and the rest. */

import { lifeOf } from './index.js';

/** @typedef {import('./index.js').Traits} Traits */
/** @typedef {import('./index.js').Lot & {place: number}} LotInPlace with the record's place in the columns */
/** @typedef {{since: number, byNumber: Map<number, LotInPlace>}} Lots */

/**
 * What tiers depend on, by record number; `since` is the moment from which on that is all.
 * @param {any} columns
 * @returns {Lots}
 */
export function lotsIn({ numbers, state, in_incident: incidents, expires, late }) {
  const ids = summed(numbers);
  const [ends, begins] = [valuesByPlace(expires), valuesByPlace(late.effective)];
  const inIncident = new Set(summed(incidents));
  const lots = ids.map((number, place) => {
    const life = lifeOf([state[place], begins.get(place) ?? null, ends.get(place) ?? null, null, null]);
    return /** @type {const} */ ([number, { life, inIncident: inIncident.has(place), place }]);
  });
  return { since: late.from * 1000, byNumber: new Map(lots) };
}

/**
 * The other traits, by place; what a life lacked is added to it.
 * @param {any} columns
 * @param {Lots} lots
 * @returns {Traits[]}
 */
export function traitsIn(columns, { byNumber }) {
  const { effective, due, retired, areas, owners, audiences, regionses, languages } = columns;
  const moment = (/** @type {number | null} */ seconds) => (seconds === null ? null : seconds * 1000);
  return [...byNumber.values()].map(({ life, place }) => ({
    life: { ...life, effective: moment(effective[place]), due: moment(due[place]), retired: moment(retired[place]) },
    area: areas[columns.area[place]],
    owner: owners[columns.owner[place]],
    audience: audiences[columns.audience[place]],
    regions: regionses[columns.regions[place]],
    language: languages[columns.language[place]],
  }));
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
