/**
 * A posting: what one record has of one term. Its bytes are those of sopkb/search/index/posting.py, which says what they mean:
 * level, head, gains in pairs. Where the term stands is elsewhere, as varints of distances.
 */

/** Symptoms are numbered from here; sections below. */
export const FIRST_SYMPTOM = 128;
/** A record's second section adds its gains over this. */
export const SECOND = 4;
const IN_FRONT = 0x80;
const MOST_GAINS = 0x7f;

/** @typedef {[number, Uint8Array]} Posting a record's number, and the bytes */

/**
 * Whether the term stands in the title, an alias or a symptom.
 * @param {Uint8Array} value
 */
export function isNamed(value) {
  return (value[1] & IN_FRONT) > 0;
}

/**
 * How many gains a posting has.
 * @param {number} head of the posting
 */
export function gainsOf(head) {
  return head & MOST_GAINS;
}

/**
 * Where the gains of a posting end: pairs (section, gain), from 2 on.
 * @param {Uint8Array} value
 */
export function endOfGains(value) {
  return 2 + 2 * gainsOf(value[1]);
}

/**
 * The positions that some bytes stand for, ascending.
 * @param {Uint8Array} bytes
 * @returns {number[]}
 */
export function positionsIn(bytes) {
  const positions = [];
  let [position, distance, scale] = [0, 0, 1];
  for (const byte of bytes) {
    distance += (byte & 0x7f) * scale;
    scale *= 128;
    if (byte < 128) {
      position += distance;
      positions.push(position);
      [distance, scale] = [0, 1];
    }
  }
  return positions;
}

/**
 * The lesser of two postings, byte by byte; of two that begin alike, the shorter.
 * @param {Uint8Array} one
 * @param {Uint8Array} other
 */
export function lesser(one, other) {
  const shortest = Math.min(one.length, other.length);
  for (let at = 0; at < shortest; at += 1) if (one[at] !== other[at]) return one[at] < other[at] ? one : other;
  return one.length <= other.length ? one : other;
}
