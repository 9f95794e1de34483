/** What every record is at a moment, and what filters and facets ask of it, read from columns in the order of numbers. */

import { STATES } from './state.js';

/** @typedef {import('./state.js').State} State */
/** @typedef {[any[], string]} Words what values there are, and for every record the place of its own as a letter */

/** What every record is from one moment to another. */
export class Span {
  /** @param {any} columns */
  constructor({ numbers, states, in_incident: incidents, moments, turns: [places, when, into] }) {
    /** @type {Map<number, number>} */
    this.places = new Map(summed(numbers).map((number, place) => [number, place]));
    this.states = numbersOf(states);
    this.incidents = new Set(summed(incidents));
    /** @type {Map<number, [number, number][]>} */
    this.turns = new Map();
    const [seconds, whens, intos] = [summed(moments), numbersOf(when), numbersOf(into)];
    summed(places).forEach((place, at) => {
      const turn = /** @type {[number, number]} */ ([seconds[whens[at]] * 1000, intos[at]]);
      this.turns.set(place, [...(this.turns.get(place) ?? []), turn]);
    });
  }

  /**
   * @param {number} now
   * @returns {import('./index.js').Standing}
   */
  at(now) {
    const { places, incidents, states, turns } = this;
    return {
      numbers: () => places.keys(),
      has: (number) => places.has(number),
      isInIncident: (number) => incidents.has(places.get(number) ?? -1),
      stateOf: (number) => {
        const place = places.get(number) ?? -1;
        const turn = turns.get(place)?.findLast(([moment]) => moment <= now);
        return STATES[turn ? turn[1] : states[place]] ?? 'DRAFT';
      },
    };
  }
}

/** No record at all. */
export const NOTHING = new Span({ numbers: [], states: '', in_incident: [], moments: [], turns: [[], '', ''] });

/**
 * The value of each record.
 * @param {Words} column
 */
export function valuesIn([values, letters]) {
  return numbersOf(letters).map((place) => values[place]);
}

/**
 * Numbers that were written as a character each, from "0" on.
 * @param {string} letters
 */
export function numbersOf(letters) {
  return Array.from(letters, (letter) => /** @type {number} */ (letter.codePointAt(0)) - 48);
}

/**
 * Numbers from their distances.
 * @param {number[]} distances
 */
export function summed(distances) {
  let last = 0;
  return distances.map((distance) => (last += distance));
}
