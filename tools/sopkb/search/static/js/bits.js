/**
 * Sets of small numbers as bits: a number while 30 bits do, a BigInt above. One query uses one of the two throughout.
 */

/** @typedef {number | bigint} Bits */

/** What a number holds without becoming negative. */
const MOST_IN_A_NUMBER = 30;

/**
 * The empty set, of a kind that has room for so many numbers.
 * @param {number} count
 * @returns {Bits}
 */
export function noneOf(count) {
  return count > MOST_IN_A_NUMBER ? 0n : 0;
}

/**
 * The set of one of so many numbers.
 * @param {number} place
 * @param {number} count
 * @returns {Bits}
 */
export function oneOf(place, count) {
  return count > MOST_IN_A_NUMBER ? 1n << BigInt(place) : 1 << place;
}

/**
 * What is in either of two sets of one kind.
 * @param {Bits} one
 * @param {Bits} other
 * @returns {Bits}
 */
export function both(one, other) {
  return /** @type {any} */ (one) | /** @type {any} */ (other);
}

/**
 * The numbers in a set, ascending.
 * @param {Bits} bits
 * @returns {number[]}
 */
export function placesIn(bits) {
  const digits = bits.toString(2);
  const places = [];
  for (let place = 0; place < digits.length; place += 1) {
    if (digits[digits.length - 1 - place] === '1') places.push(place);
  }
  return places;
}
