/**
 * Text to terms: the one place that says when two words are the same word. The same as sopkb/search/index/analysis.py.
 *
 * `start` and `end` count UTF-16 units, so that they fit `slice`; everything else is counted by character.
 */

import { LETTERS, MARKS, WORD } from './characters.js';
import { APOSTROPHES, fold, INVISIBLE, normalise } from './folding.js';
import EnglishStemmer from './snowball/english.js';
import { head, lengthOf, offsetsOf } from './text.js';

/**
 * A word as it is matched.
 * @typedef {object} Token
 * @property {string} term what is compared: folded and, for a word of ASCII letters, stemmed
 * @property {string} surface folded, not stemmed: what spelling is corrected against
 * @property {number} position counts words from 0; a compound stands at its first part
 * @property {number} start where it begins in the text
 * @property {number} end where it ends in the text
 * @property {boolean} joined whether this is a compound kept whole beside its parts
 */

/** Characters. What is longer is no word that anybody types; it is cut. */
const LONGEST_TERM = 64;
/** Chunks whose tokens are remembered; past that, all are forgotten. */
const MOST_REMEMBERED = 20000;

const INSIDE = `[${WORD}${MARKS}${INVISIBLE}]`;
const HYPHENS = '\\-\u2010\u2011\u2012\u2013\ufe63\uff0d_\uff3f';
const INNER = '(?<=[0-9])\\.(?=[0-9])|(?<=[0-9]),(?=[0-9]{3}(?![0-9]))'; // 3.8.1 and 1,000
const CHUNK = new RegExp(
  `[${WORD}]${INSIDE}*(?:(?:[${APOSTROPHES}${HYPHENS}]|${INNER})[${WORD}]${INSIDE}*)*`,
  'gu',
);
const PIECE = new RegExp(`[^${HYPHENS}]+`, 'gu');
const PART = new RegExp(`(?:${INSIDE}|(?<=[0-9])\\.(?=[0-9]))+`, 'gu');
const SPACELESS_CLASS =
  '[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u1100-\u11ff\u3005\u3007\u3040-\u30ff\u3130-\u318f\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff' +
  '\uac00-\ud7af\uf900-\ufaff\u{20000}-\u{3ffff}]';
const SPACELESS = new RegExp(`${SPACELESS_CLASS}+`, 'gu');
const BEGINS_SPACELESS = new RegExp(`^${SPACELESS_CLASS}`, 'u');
const CAMEL = /(?<=[a-z])(?=[A-Z])|(?<=[A-Z0-9])(?=[A-Z][a-z]{2})/g;
const SILENT = new RegExp(`[${APOSTROPHES},]`, 'gu');
const ASCII_LETTERS = /^[a-z]+$/;
const ONLY_LETTERS = new RegExp(`^[${LETTERS}]+$`, 'u');
const HEXADECIMAL = /^0[xX](?=[0-9A-Fa-f]*[0-9])[0-9A-Fa-f]{4,}$/;
const VERSION = /v(?=[0-9]+\.[0-9])/g;

/** @type {Map<string, {parts: Token[], words: number}>} */
const remembered = new Map();
/** @type {Map<string, string>} */
const stems = new Map();
const english = new EnglishStemmer();

/**
 * The words of a text, in order; a compound comes after its parts.
 * @param {string} text
 * @returns {Token[]}
 */
export function tokens(text) {
  const found = [];
  let position = 0;
  for (const match of text.matchAll(CHUNK)) {
    const { parts, words } = analyse(match[0]);
    for (const part of parts) {
      found.push({
        ...part,
        position: position + part.position,
        start: match.index + part.start,
        end: match.index + part.end,
      });
    }
    position += words;
  }
  return found;
}

/**
 * The English stem of a folded word of ASCII letters; any other word is its own.
 * @param {string} word
 */
export function stem(word) {
  if (!ASCII_LETTERS.test(word)) return word;
  return recall(stems, word, () => english.stemWord(word));
}

/**
 * Whether a word is of letters only.
 * @param {string} word
 */
export function isLetters(word) {
  return ONLY_LETTERS.test(word);
}

/**
 * Whether a term is of a script written without spaces, and so is a pair of characters and no whole word.
 * @param {string} word
 */
export function isSpaceless(word) {
  return BEGINS_SPACELESS.test(word);
}

/**
 * The tokens of a run of letters, digits and inner hyphens, placed from its beginning, and how many words they are.
 * @param {string} chunk
 */
function analyse(chunk) {
  return recall(remembered, chunk, () => {
    /** @type {Token[]} */
    const found = [];
    let [pieces, words] = [0, 0];
    for (const piece of chunk.matchAll(PIECE)) {
      pieces += 1;
      const parts = ofPiece(piece[0], piece.index, words);
      for (const part of parts) {
        found.push(part); // one by one: a long piece has more parts than a call may have arguments
        if (!part.joined) words += 1;
      }
    }
    if (pieces > 1) found.push(...joined(found.filter((part) => !part.joined), chunk.length));
    return { parts: found, words };
  });
}

/**
 * The tokens of one piece without hyphens: its camel-case parts, their compound, and pairs of characters.
 * @param {string} piece
 * @param {number} start
 * @param {number} position
 * @returns {Token[]}
 */
function ofPiece(piece, start, position) {
  const wide = normalise(piece.replace(SILENT, ''));
  const place = lengthOf(wide) === lengthOf(piece) ? placeIn(wide, piece) : null;
  /** @type {Token[]} */
  const parts = [];
  for (const match of wide.matchAll(PART)) {
    for (const [begin, end] of cuts(match[0])) {
      const folded = fold(match[0].slice(begin, end));
      const surface = head(HEXADECIMAL.test(folded) ? folded.slice(2) : folded.replace(VERSION, ''), LONGEST_TERM);
      if (!surface) continue;
      parts.push({
        term: stem(surface),
        surface,
        position: position + parts.length,
        start: start + (place ? place(match.index + begin) : 0),
        end: start + (place ? place(match.index + end) : piece.length),
        joined: false,
      });
    }
  }
  if (parts.length < 2 || parts.some((part) => isSpaceless(part.surface))) return parts;
  return [...parts, ...joined(parts, start + piece.length)];
}

/**
 * Where a place of one text is in another that has as many characters.
 * @param {string} one
 * @param {string} other
 * @returns {(place: number) => number}
 */
function placeIn(one, other) {
  const [from, to] = [offsetsOf(one), offsetsOf(other)];
  if (!from && !to) return (place) => place;
  const characters = from && new Map(from.map((offset, character) => [offset, character]));
  return (place) => {
    const character = characters ? /** @type {number} */ (characters.get(place)) : place;
    return to ? to[character] : character;
  };
}

/**
 * Where a word falls apart: at camel-case borders, and into pairs where a script has no spaces.
 * @param {string} word
 * @returns {[number, number][]}
 */
function cuts(word) {
  if (HEXADECIMAL.test(word)) return [[0, word.length]];
  /** @type {[number, number][]} */
  const found = [];
  let place = 0;
  for (const run of [...word.matchAll(SPACELESS), null]) {
    const end = run ? run.index : word.length;
    const borders = [...word.slice(place, end).matchAll(CAMEL)].map((cut) => place + cut.index);
    for (const border of [...borders, end]) {
      if (place < border) found.push([place, border]);
      place = border;
    }
    if (run) {
      const characters = [...run[0]];
      let at = run.index;
      for (let number = 0; number < Math.max(characters.length - 1, 1); number += 1) {
        const next = at + characters[number].length;
        found.push([at, next + (characters[number + 1] ?? '').length]);
        at = next;
      }
      place = run.index + run[0].length;
    }
  }
  return found;
}

/**
 * The compound of some parts, unless it would be too long.
 * @param {Token[]} parts
 * @param {number} end
 * @returns {Token[]}
 */
function joined(parts, end) {
  const surface = parts.map((part) => part.surface).join('');
  if (parts.length < 2 || lengthOf(surface) > LONGEST_TERM) return [];
  return [{ term: stem(surface), surface, position: parts[0].position, start: parts[0].start, end, joined: true }];
}

/**
 * @template T
 * @param {Map<string, T>} memory
 * @param {string} key
 * @param {(key: string) => T} make
 * @returns {T}
 */
function recall(memory, key, make) {
  let value = memory.get(key);
  if (value === undefined) {
    value = make(key);
    if (memory.size >= MOST_REMEMBERED) memory.clear();
    memory.set(key, value);
  }
  return value;
}
