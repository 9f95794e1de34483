/**
 * Words that were typed as one, though records write them side by side: `blackscreen`, `signinloop`. The same as
 * sopkb/search/glued.py.
 */

import { stem } from './analysis.js';
import { recordsWith } from './phrases.js';

/** @typedef {import('./index.js').Index} Index */

/** Letters of a word that may be two. */
const SHORTEST_GLUED = 6;
/** Letters. What is longer is no words that somebody forgot to part. */
const LONGEST_GLUED = 30;
/** Letters of its first and its last part; one between them may have a letter less. */
const SHORTEST_PART = 3;

/**
 * The two words, or else the three, that a word is made of and that stand side by side in some record.
 * @param {string} word folded; no record has it
 * @param {Index} index
 * @returns {string[]}
 */
export function partsOf(word, index) {
  if (word.length < SHORTEST_GLUED || word.length > LONGEST_GLUED || !/^[a-z]+$/.test(word)) return [];
  const isHeld = (/** @type {string} */ part) => index.count(stem(part)) > 0;
  const lefts = [];
  for (let at = word.length - SHORTEST_PART; at >= SHORTEST_PART; at -= 1) if (isHeld(word.slice(0, at))) lefts.push(at);
  const found = lefts.map((at) => [word.slice(0, at), word.slice(at)]);
  for (const at of lefts) {
    for (let cut = word.length - SHORTEST_PART; cut > at + SHORTEST_PART - 2; cut -= 1) {
      if (isHeld(word.slice(at, cut))) found.push([word.slice(0, at), word.slice(at, cut), word.slice(cut)]);
    }
  }
  const isTogether = (/** @type {string[]} */ parts) => {
    const terms = parts.map((part, at) => /** @type {[string, number]} */ ([stem(part), at]));
    return parts.every(isHeld) && recordsWith({ text: word, terms }, index).size > 0;
  };
  return found.find(isTogether) ?? [];
}
