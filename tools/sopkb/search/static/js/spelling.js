/**
 * What a word may have been meant to be: longer words that begin with it, and words it is a misspelling of. The same as
 * sopkb/search/spelling.py.
 */

import { isLetters } from './analysis.js';
import { compare, lengthOf } from './text.js';

/** Letters. A shorter word is one edit away from too many others. */
const SHORTEST_CORRECTED = 4;
/** Letters from which a word may be two edits away. */
const TWO_EDITS_FROM = 8;
/** Letters. */
export const SHORTEST_COMPLETED = 3;

/**
 * The spellings of an index.
 * @typedef {object} Lexicon
 * @property {(word: string) => number} count in how many records a spelling stands
 * @property {(prefix: string) => string[]} beginningWith the spellings that begin so
 * @property {(suffix: string) => string[]} endingWith the spellings that end so
 */

/**
 * The spellings that go on where a word ends, the commonest first; none for a number or a very short word.
 * @param {string} word
 * @param {Lexicon} lexicon
 */
export function completions(word, lexicon) {
  if (lengthOf(word) < SHORTEST_COMPLETED || !isLetters(word)) return [];
  const longer = lexicon.beginningWith(word).filter((surface) => surface !== word);
  return longer.sort((one, other) => lexicon.count(other) - lexicon.count(one) || compare(one, other));
}

/**
 * The spellings a word may be a misspelling of: the fewest edits first, then the same first letter, the commonest.
 * @param {string} word
 * @param {Lexicon} lexicon
 */
export function corrections(word, lexicon) {
  const letters = [...word];
  if (letters.length < SHORTEST_CORRECTED || !isLetters(word)) return [];
  const most = letters.length >= TWO_EDITS_FROM ? 2 : 1;
  const [head, tail] = partsKept(letters);
  /** @type {Map<string, number>} */
  const near = new Map();
  for (const surface of [...lexicon.beginningWith(head), ...lexicon.endingWith(tail)]) {
    const others = [...surface];
    if (!near.has(surface) && Math.abs(others.length - letters.length) <= most) {
      near.set(surface, distance(letters, others, most));
    }
  }
  const found = [...near].filter(([, edits]) => edits <= most);
  const beginsOtherwise = (/** @type {string} */ surface) => Number([...surface][0] !== letters[0]);
  found.sort(
    ([one, edits], [other, otherEdits]) =>
      edits - otherEdits ||
      beginsOtherwise(one) - beginsOtherwise(other) ||
      lexicon.count(other) - lexicon.count(one) ||
      compare(one, other),
  );
  return found.map(([surface]) => surface);
}

/**
 * The beginning and the end of a word of which one edit leaves at least one whole.
 * @param {string[]} letters
 */
function partsKept(letters) {
  const head = Math.floor((letters.length - 1) / 2);
  return [letters.slice(0, head).join(''), letters.slice(head + 1).join('')];
}

/**
 * Edits between two words, swaps counted once, or any number above `most` where there are more.
 * @param {string[]} one
 * @param {string[]} other
 * @param {number} most
 */
export function distance(one, other, most) {
  /** @type {number[]} */
  let beforeLast = [];
  let last = Array.from({ length: other.length + 1 }, (_, column) => column);
  for (let row = 1; row <= one.length; row += 1) {
    const current = [row];
    for (let column = 1; column <= other.length; column += 1) {
      const [letter, another] = [one[row - 1], other[column - 1]];
      let cost = Math.min(last[column] + 1, current[column - 1] + 1, last[column - 1] + Number(letter !== another));
      if (row > 1 && column > 1 && letter === other[column - 2] && another === one[row - 2]) {
        cost = Math.min(cost, beforeLast[column - 2] + 1);
      }
      current.push(cost);
    }
    if (Math.min(...current) > most && (!beforeLast.length || Math.min(...last) > most)) return most + 1;
    [beforeLast, last] = [last, current];
  }
  return last[other.length];
}
