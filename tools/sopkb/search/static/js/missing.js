/**
 * What to say of an identifier that no record has: that it is not there, and what stands nearest. The same as
 * sopkb/search/missing.py.
 */

import { normalForm } from './codes.js';
import { idOf, numberOf } from './index.js';
import { compare } from './text.js';

/** @typedef {import('./index.js').Index} Index */
/** @typedef {import('./plan.js').Missing} Missing */

/**
 * A record that is named instead of one that is not there; `matched` is the identifier that it has.
 * @typedef {{id: string, title: string, matched: string}} Near
 */

/**
 * An identifier that no record has.
 * @typedef {object} NoSuch
 * @property {string} text as it was typed; of an id, as files write it
 * @property {string} message that it is not there, a sentence
 * @property {Near[]} near what stands nearest, or what begins so
 * @property {boolean} isBegun whether it is the beginning of identifiers that records have
 */

/** Records that are named instead of one that is not there. */
const MOST_NEAR = 3;
/** Identifiers that are named for a beginning. */
const MOST_BEGUN = 5;
const NUMBERS_A_KIND = 10000;
const DIGITS_AT_END = /[0-9]*$/;

/**
 * What to say of an identifier that no record has.
 * @param {Missing} missing
 * @param {Index} index
 * @param {number} now
 * @returns {NoSuch}
 */
export function noSuch(missing, index, now) {
  const { kind, text, isBegun } = missing;
  if (kind === 'id') {
    const near = nearestNumbers(text, index, now).map((number) => ({
      id: idOf(number, index.settings),
      title: index.card(number).title ?? '',
      matched: '',
    }));
    return { text, message: `There is no ${text}.`, near, isBegun };
  }
  const keys = isBegun
    ? index.keysBeginning(`${kind}:${missing.normal}`).slice(0, MOST_BEGUN)
    : nearestKeys(missing, index);
  return { text, message: `No record has ${text}.`, near: keys.map((key) => holderOf(key, index)), isBegun };
}

/**
 * @param {string} id
 * @param {Index} index
 * @param {number} now
 */
function nearestNumbers(id, index, now) {
  const wanted = numberOf(id, index.settings);
  const kind = Math.floor(wanted / NUMBERS_A_KIND);
  return [...index.standing(now).numbers()]
    .filter((number) => Math.floor(number / NUMBERS_A_KIND) === kind)
    .sort((one, other) => Math.abs(one - wanted) - Math.abs(other - wanted) || one - other)
    .slice(0, MOST_NEAR);
}

/**
 * Of the keys that share most of the beginning, with its letters at least, those with the nearest number.
 * @param {Missing} missing
 * @param {Index} index
 */
function nearestKeys({ kind, normal }, index) {
  const letters = normal.replace(DIGITS_AT_END, '');
  const wanted = figureOf(normal);
  const characters = [...normal];
  for (let end = characters.length; end >= Math.max([...letters].length, 1); end -= 1) {
    const found = index.keysBeginning(`${kind}:${characters.slice(0, end).join('')}`);
    if (!found.length) continue;
    const distance = (/** @type {string} */ key) => Math.abs(figureOf(key) - wanted);
    return found.sort((one, other) => distance(one) - distance(other) || compare(one, other)).slice(0, MOST_NEAR);
  }
  return [];
}

/**
 * The number that a text ends with, of at most nine digits; 0 where it ends with none.
 * @param {string} text
 */
function figureOf(text) {
  return Number((DIGITS_AT_END.exec(text)?.[0] ?? '').slice(-9));
}

/**
 * @param {string} key
 * @param {Index} index
 * @returns {Near}
 */
function holderOf(key, index) {
  const normal = key.slice(key.indexOf(':') + 1);
  const number = Math.min(...index.holders(key));
  const { title = '', exact = [] } = index.card(number);
  const matched = exact.find((text) => normalForm(text) === normal) ?? normal;
  return { id: idOf(number, index.settings), title, matched };
}
