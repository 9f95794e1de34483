/** Text with everything taken out that does not make it another word: case, width, accents, invisible characters. */

import { FOLDABLE } from './characters.js';

export const APOSTROPHES = "'\u2019\u02bc\uff07";
export const INVISIBLE = '\u00ad\u200c\u200d\u2060\ufeff\ufe0f';

const NOT_ASCII = /[^\x00-\x7f]/;
const SILENT = new RegExp(`[${INVISIBLE}${APOSTROPHES}]`, 'gu');
const RUN = new RegExp(`[${FOLDABLE}]+`, 'gu');
const ACCENTS = /[\u0300-\u036f\u02bc]/g; // the apostrophe is what a decomposed letter may leave
/** @type {Record<string, string>} */
const ONE_LETTER = { ø: 'o', ł: 'l', đ: 'd', ð: 'd', þ: 'th', æ: 'ae', œ: 'oe', ı: 'i', ß: 'ss', ς: 'σ' };
const UNDECOMPOSED = new RegExp(`[${Object.keys(ONE_LETTER).join('')}]`, 'g');
const WIDE = /[\u00a0\u3000\uff01-\uff5e]/g;
const CASED = /[A-Za-z\u00c0-\u00ff\u0370-\u03ff\u0400-\u052f]+/g;

/**
 * A text with full-width ASCII and wide spaces made plain; no character moves.
 * @param {string} text
 */
export function narrow(text) {
  return text.replace(WIDE, (wide) => (wide < '\uff01' ? ' ' : String.fromCharCode(wide.charCodeAt(0) - 0xfee0)));
}

/**
 * NFKC of the words of a text; what is no word stays as it is.
 * @param {string} text
 */
export function normalise(text) {
  return NOT_ASCII.test(text) ? text.replace(RUN, (run) => run.normalize('NFKC')) : text;
}

/**
 * A text with case, width, accents and invisible characters taken out.
 * @param {string} text
 */
export function fold(text) {
  if (!NOT_ASCII.test(text)) return text.toLowerCase().replaceAll("'", '');
  return narrow(text).replace(SILENT, '').replace(RUN, foldedRun);
}

/**
 * A text as it is, in upper and in lower case (Latin, Greek and Cyrillic letters only).
 * @param {string} text
 */
export function inCases(text) {
  return [text, text.replace(CASED, (run) => run.toUpperCase()), text.replace(CASED, (run) => run.toLowerCase())];
}

/** @param {string} run */
function foldedRun(run) {
  const decomposed = run.normalize('NFKC').toLowerCase().normalize('NFD');
  return decomposed
    .replace(ACCENTS, '')
    .normalize('NFC')
    .replace(UNDECOMPOSED, (letter) => ONE_LETTER[letter]);
}
