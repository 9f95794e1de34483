/**
 * Texts counted and compared by character (code point), as Python does. JavaScript counts UTF-16 units, of which a
 * character beyond the first plane has two.
 */

const ASTRAL = /[\ud800-\udfff]/;

/**
 * How many characters a text has.
 * @param {string} text
 */
export function lengthOf(text) {
  return ASTRAL.test(text) ? [...text].length : text.length;
}

/**
 * The first characters of a text.
 * @param {string} text
 * @param {number} most
 */
export function head(text, most) {
  if (text.length <= most) return text;
  return ASTRAL.test(text) ? [...text].slice(0, most).join('') : text.slice(0, most);
}

/**
 * Where each character begins, in UTF-16 units, and at last where the text ends; null where the two counts are one.
 * @param {string} text
 * @returns {number[] | null}
 */
export function offsetsOf(text) {
  if (!ASTRAL.test(text)) return null;
  const offsets = [0];
  for (const character of text) offsets.push(offsets[offsets.length - 1] + character.length);
  return offsets;
}

/**
 * Order of two texts by code point; what `sort` does by itself is order by UTF-16 unit.
 * @param {string} one
 * @param {string} other
 */
export function compare(one, other) {
  if (one === other) return 0;
  const shortest = Math.min(one.length, other.length);
  let at = 0;
  while (at < shortest && one[at] === other[at]) at += 1;
  if (at === shortest) return one.length - other.length;
  const [a, b] = [one.charCodeAt(at), other.charCodeAt(at)];
  const [aAstral, bAstral] = [a >= 0xd800 && a < 0xe000, b >= 0xd800 && b < 0xe000];
  return aAstral === bAstral ? a - b : aAstral ? 1 : -1;
}
