/** Identifiers as people type them, each in every spelling. The same as sopkb/core/codes.py. */

import { LETTERS, SPACES, WORD } from './characters.js';
import { fold, inCases, narrow } from './folding.js';
import { lengthOf } from './text.js';

/**
 * An identifier inside a text.
 * @typedef {object} Mention
 * @property {string} normal its normal form: two spellings of one code have the same
 * @property {string} text as it stands in the text
 * @property {number} start where it begins
 * @property {number} end where it ends
 * @property {boolean} isLoose whether only white space holds its parts together, so that it may be two words
 */

/** Characters of a window. No code is longer; a window that is will be part of something else. */
const LONGEST_CODE = 40;
/** Runs of a window: `AB12-CD34-EF56` has six. */
const MOST_RUNS = 6;

const RUN = new RegExp(`[${LETTERS}]+|[0-9]+`, 'gu');
const BLANKS = `(?:(?!\\n)[${SPACES}]){0,2}`;
const GAP = new RegExp(`^${BLANKS}[-_./:#\u2010-\u2015]?${BLANKS}$`, 'u');
const ONLY_SPACE = new RegExp(`^[${SPACES}]+$`, 'u');
const DIGIT = /[0-9]/;
const WORD_BEFORE = new RegExp(`[${WORD}]$`, 'u');
const WORD_AFTER = new RegExp(`^[${WORD}]`, 'u');
const NO_WORD = new RegExp(`[^${WORD}]+`, 'gu');
const SEPARATORS = [...'-_./:#'];

/**
 * Letters and digits of a code, folded: `RC-4031`, `rc4031` and `RC 4031` are all `rc4031`.
 * @param {string} code
 */
export function normalForm(code) {
  return fold(code).replace(NO_WORD, '');
}

/**
 * What may be a code, in any spelling, longest first at each place; they may overlap.
 * @param {string} text
 * @param {string[]} patterns the policy's regular expressions, matched against the whole of each spelling
 * @returns {Mention[][]} for each pattern what it finds
 */
export function findCodes(text, patterns) {
  const plain = narrow(text);
  const windows = windowsOf(plain).map((window) => ({ ...window, text: plain.slice(window.start, window.end) }));
  return patterns.map((pattern) => {
    const isCode = codeTest(pattern);
    const found = windows.filter((window) => isCode(window.text));
    return found.map((window) => ({ ...window, normal: normalForm(window.text) }));
  });
}

/**
 * Of mentions that may overlap, the first at each place; a loose one only where it is known.
 * @param {Mention[]} mentions in order
 * @param {(normal: string) => boolean} isKnown
 */
export function apart(mentions, isKnown) {
  let end = 0;
  return mentions.filter((mention) => {
    const stands = mention.start >= end && (!mention.isLoose || isKnown(mention.normal));
    if (stands) end = mention.end;
    return stands;
  });
}

/**
 * Record ids in any spelling (`SOP-0012`, `sop 12`, `wka2`); `normal` is the id as files write it.
 * @param {string} text
 * @param {string[]} prefixes of the kinds, in upper case
 * @returns {Mention[]}
 */
export function findRecordIds(text, prefixes) {
  const anyCase = prefixes.map((prefix) => prefix.replace(/[A-Z]/g, (letter) => `[${letter}${letter.toLowerCase()}]`));
  const pattern = new RegExp(
    `(?<![${WORD}])(${anyCase.join('|')})([${SPACES}_#:.\u2010-\u2015\\-]{0,3})0{0,9}([0-9]{1,4})(?![${WORD}])`,
    'gu',
  );
  return [...narrow(text).matchAll(pattern)].map((match) => ({
    normal: `${match[1].toUpperCase()}-${match[3].padStart(4, '0')}`,
    text: match[0],
    start: match.index,
    end: match.index + match[0].length,
    isLoose: ONLY_SPACE.test(match[2]),
  }));
}

/**
 * Tells whether a window is a code. Classes are those of ASCII in both languages; a pattern may need to be read
 * without the flag `u`.
 * @param {string} pattern
 * @returns {(window: string) => boolean}
 */
function codeTest(pattern) {
  const separators = ['', ...SEPARATORS.filter((mark) => pattern.includes(mark))];
  const compiled = compile(pattern);
  return (window) =>
    [...new Set(inCases(window))].some((variant) =>
      spellings(variant, separators).some((spelling) => compiled.test(spelling)),
    );
}

/** @param {string} pattern */
function compile(pattern) {
  try {
    return new RegExp(`^(?:${pattern})$`, 'u');
  } catch {
    return new RegExp(`^(?:${pattern})$`);
  }
}

/**
 * Where a code may begin and end, and whether only white space holds it together; longest first at each place.
 * @param {string} text
 */
function windowsOf(text) {
  const runs = [...text.matchAll(RUN)].map((run) => ({ start: run.index, end: run.index + run[0].length }));
  return runs.flatMap(({ start }, first) => {
    if (WORD_BEFORE.test(text.slice(Math.max(start - 2, 0), start))) return [];
    return beginningAt(text, runs.slice(first, first + MOST_RUNS)).reverse();
  });
}

/**
 * @param {string} text
 * @param {{start: number, end: number}[]} runs
 */
function beginningAt(text, runs) {
  const { start } = runs[0];
  const found = [];
  let [place, isLoose] = [start, false];
  for (const run of runs) {
    const gap = text.slice(place, run.start);
    if (lengthOf(text.slice(start, run.end)) > LONGEST_CODE || !GAP.test(gap)) break;
    isLoose ||= ONLY_SPACE.test(gap);
    const isWhole = !WORD_AFTER.test(text.slice(run.end, run.end + 2));
    if (isWhole && !(isLoose && !DIGIT.test(text.slice(start, run.end)))) found.push({ start, end: run.end, isLoose });
    place = run.end;
  }
  return found;
}

/**
 * The ways in which a policy may mean a window: its own, and with each separator the pattern knows, or none.
 * @param {string} window
 * @param {string[]} separators
 * @returns {string[]}
 */
function spellings(window, separators) {
  const runs = /** @type {string[]} */ (window.match(RUN) ?? []);
  const found = [window];
  if (runs.length <= 4) {
    let begun = [runs[0]];
    for (const run of runs.slice(1)) begun = begun.flatMap((text) => separators.map((mark) => text + mark + run));
    found.push(...begun);
  } else {
    found.push(...separators.map((mark) => runs.join(mark)));
  }
  return window === runs.join('') && DIGIT.test(window) ? [...found, ...cutOnceMore(runs, separators.slice(1))] : found;
}

/**
 * A window typed in one go, where the policy parts letters from letters or digits from digits (`ABC-DE-1234`).
 * @param {string[]} runs
 * @param {string[]} separators
 */
function cutOnceMore(runs, separators) {
  return runs.flatMap((run, number) => {
    const [before, after, letters] = [runs.slice(0, number), runs.slice(number + 1), [...run]];
    const cuts = letters.slice(1).map((_, at) => [letters.slice(0, at + 1).join(''), letters.slice(at + 1).join('')]);
    return cuts.flatMap(([one, other]) =>
      separators.flatMap((mark) => [
        [...before, one + mark + other, ...after].join(''),
        [...before, one, other, ...after].join(mark),
      ]),
    );
  });
}
