/**
 * The passage under a result, and the line of the record that is most like the question. The same as
 * sopkb/search/snippets.py, but that marks count UTF-16 units, so that they fit `slice`.
 */

import { tokens } from './analysis.js';
import { SPACES } from './characters.js';
import { offsetsOf } from './text.js';

/** @typedef {import('./analysis.js').Token} Token */

/**
 * A passage of plain text. It comes from a record, so it must be escaped wherever it is shown.
 * @typedef {object} Snippet
 * @property {string} text on one line
 * @property {[number, number][]} marks what matched, as [start, end] in `text`, in order and without overlap
 */

/** Characters. */
const LONGEST_SNIPPET = 180;
/** Characters shown before the first match, where there are any. */
const BEFORE = 40;

const SPACE = new RegExp(`[${SPACES}]+`, 'gu');

/**
 * Heading, anchor and text of the section that the row of a record shows.
 * @param {import('./index.js').Card} card
 * @param {number} best its best section; 0, or one without a text that a row may show, stands for that with steps, or the first
 * @returns {[string, string, string]}
 */
export function sectionOf({ sections, steps = 1 }, best) {
  return [best, steps].map((place) => sections?.[place - 1]).find((section) => section?.[2]) ?? ['', '', ''];
}

/**
 * Heading, anchor and text of the section whose passage a row shows; the anchor only where the question named it. That is
 * the section that the question names; else that with the steps, which is what to do, unless the best one holds half of
 * the words that say what is asked, two at least, and more of them than the steps.
 * @param {import('./index.js').Card} card
 * @param {number} best its best section, see `sectionOf`
 * @param {Set<string>} asked the terms of the question
 * @param {string[][]} wanted for each word that says what is asked, what counts as it
 * @param {Set<string>} stopWords
 * @returns {[string, string, string]}
 */
export function shownSection(card, best, asked, wanted, stopWords) {
  const { sections = [], steps: place = 0 } = card;
  const named = sections.find(([heading, , text]) => text && isNamed(heading, asked, stopWords));
  if (named) return named;
  const [heading, , text] = sectionOf(card, best);
  const steps = sections[place - 1];
  if (steps?.[2]) {
    const [held, inSteps] = [heldIn(text, wanted), heldIn(steps[2], wanted)];
    const least = Math.max(Math.floor((wanted.length + 1) / 2), 2);
    if (held < least || held <= inSteps) return [steps[0], '', steps[2]];
  }
  return [heading, '', text];
}

/**
 * Whether a question names a section: all words of its heading that carry information, and there is one.
 * @param {string} heading
 * @param {Set<string>} asked
 * @param {Set<string>} stopWords
 */
function isNamed(heading, asked, stopWords) {
  const words = tokens(heading).filter(({ joined, surface }) => !joined && !stopWords.has(surface));
  return words.length > 0 && words.every(({ term }) => asked.has(term));
}

/**
 * How many of some words a text holds.
 * @param {string} text
 * @param {string[][]} wanted
 */
function heldIn(text, wanted) {
  const found = new Set(tokens(text).filter((token) => !token.joined).map(({ term }) => term));
  return wanted.filter((each) => each.some((term) => found.has(term))).length;
}

/**
 * The passage of a text that has most of some terms.
 * @param {string} text plain text
 * @param {Set<string>} terms what to mark
 * @returns {Snippet | null} null for a text without words
 */
export function snippetOf(text, terms) {
  const line = text.replace(SPACE, ' ').replace(/^ | $/g, '');
  if (!line) return null;
  const characters = [...line];
  const found = tokens(line).filter((token) => terms.has(token.term));
  const matches = byCharacter(found, line);
  const start = startOf(characters, matches);
  let end = Math.min(start + LONGEST_SNIPPET, characters.length);
  if (end < characters.length) end = lastSpace(characters, start + LONGEST_SNIPPET / 2, end) + 1 || end;
  const [before, after] = [start ? '… ' : '', end < characters.length ? ' …' : ''];
  while (characters[end - 1] === ' ' && end > start) end -= 1;
  const shown = characters.slice(start, end);
  const snippet = `${before}${shown.join('')}${after}`;
  /** @type {[number, number][]} */
  const marks = [];
  for (const match of matches) {
    if (match.start < start || match.end > end) continue;
    const here = [match.start - start + before.length, match.end - start + before.length];
    const last = marks.at(-1);
    if (last && here[0] <= last[1]) last[1] = Math.max(last[1], here[1]);
    else marks.push([here[0], here[1]]);
  }
  const offsets = offsetsOf(snippet);
  return { text: snippet, marks: offsets ? marks.map(([from, to]) => [offsets[from], offsets[to]]) : marks };
}

/**
 * The text with most of some terms, the shortest of several; `''` where none has enough of them.
 * @param {string[]} texts lines of a record, such as its symptoms
 * @param {Set<string>} terms what is looked for
 * @param {number} least how many different terms a line must have; at least 1
 */
export function mostLike(texts, terms, least) {
  let [best, words, chosen] = [least - 1, 0, ''];
  for (const text of texts) {
    const found = new Set(tokens(text).filter((token) => !token.joined).map((token) => token.term));
    const count = [...found].filter((term) => terms.has(term)).length;
    if (count > best || (count === best && found.size < words)) [best, words, chosen] = [count, found.size, text];
  }
  return chosen;
}

/**
 * Tokens with their places counted by character.
 * @param {Token[]} found
 * @param {string} line
 */
function byCharacter(found, line) {
  const offsets = offsetsOf(line);
  if (!offsets) return found;
  const places = new Map(offsets.map((offset, character) => [offset, character]));
  return found.map((token) => ({
    ...token,
    start: /** @type {number} */ (places.get(token.start)),
    end: /** @type {number} */ (places.get(token.end)),
  }));
}

/**
 * Where the window with most different terms begins, the first of several; at the beginning of a word.
 * @param {string[]} characters
 * @param {Token[]} matches
 */
function startOf(characters, matches) {
  let [best, start] = [0, 0];
  const most = new Set(matches.map((token) => token.term)).size;
  // From each match on, where the first one that follows ends: a long text is not read again for every match.
  const ends = matches.map((token) => token.end);
  for (let place = ends.length - 2; place >= 0; place -= 1) ends[place] = Math.min(ends[place], ends[place + 1]);
  for (let number = 0; number < matches.length && best < most; number += 1) {
    const reach = matches[number].start + LONGEST_SNIPPET - BEFORE;
    const seen = new Set();
    for (let place = number; ends[place] <= reach; place += 1) {
      if (matches[place].end <= reach) seen.add(matches[place].term);
    }
    if (seen.size > best) [best, start] = [seen.size, matches[number].start];
  }
  if (start + LONGEST_SNIPPET - BEFORE >= characters.length) {
    start = Math.max(characters.length - LONGEST_SNIPPET + BEFORE, 0);
  }
  const place = start - BEFORE;
  return place <= 0 ? 0 : lastSpace(characters, 0, place) + 1;
}

/**
 * The last space from one place on and before another; -1 where there is none.
 * @param {string[]} characters
 * @param {number} from
 * @param {number} to
 */
function lastSpace(characters, from, to) {
  for (let at = to - 1; at >= from; at -= 1) if (characters[at] === ' ') return at;
  return -1;
}
