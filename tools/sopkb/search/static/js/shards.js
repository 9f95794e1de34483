/** The files of an index, read: shards of sorted texts, postings, columns. What they hold: docs/reference/search.md. */

import { gainsOf } from './posting.js';

/** @typedef {import('./posting.js').Posting} Posting */

/**
 * What the index says of a term: how many records have it, and their postings. Of the plain ones of a common term these are
 * the strongest, and the numbers of all stand in a file of their own.
 * @typedef {object} Term
 * @property {number} count
 * @property {Posting[]} salient
 * @property {Posting[]} plain
 * @property {string} [others] name of a file
 */

const UTF8 = new TextDecoder('utf-8', { fatal: true });
/** Bytes of a name inside a file. */
const NAME = 6;

/** Bytes, read one number after the other. */
class Bytes {
  /** @param {Uint8Array} bytes */
  constructor(bytes) {
    this.bytes = bytes;
    this.at = 0;
  }

  get isAtEnd() {
    return this.at >= this.bytes.length;
  }

  /** The next number: groups of seven bits, the least first. */
  number() {
    let [number, scale, byte] = [0, 1, 0];
    do {
      if (this.isAtEnd) throw new RangeError('a number is cut short');
      byte = this.bytes[this.at];
      this.at += 1;
      number += (byte & 0x7f) * scale;
      scale *= 128;
    } while (byte > 127);
    return number;
  }

  /**
   * The next bytes.
   * @param {number} length
   */
  take(length) {
    if (this.at + length > this.bytes.length) throw new RangeError('bytes are cut short');
    this.at += length;
    return this.bytes.subarray(this.at - length, this.at);
  }

  /**
   * The next numbers, each a distance from the one before.
   * @param {number} count
   */
  ascending(count) {
    let last = 0;
    return Array.from({ length: count }, () => {
      last += this.number();
      return last;
    });
  }

  /**
   * The next lists of postings, which stand in columns: distances of records, heads, levels, sections, gains.
   * @param {number[]} counts how many are in each list
   * @returns {Posting[][]}
   */
  postings(counts) {
    const numbers = counts.map((count) => this.ascending(count));
    const count = counts.reduce((sum, each) => sum + each, 0);
    const [heads, levels] = [this.take(count), this.take(count)];
    const most = heads.reduce((sum, head) => sum + gainsOf(head), 0);
    const [sections, gains] = [this.take(most), this.take(most)];
    const values = new Uint8Array(2 * (count + most));
    let [place, gain, end] = [0, 0, 0];
    const next = (/** @type {number} */ number) => {
      const start = end;
      values.set([levels[place], heads[place]], end);
      end += 2;
      for (let left = gainsOf(heads[place]); left; left -= 1, gain += 1, end += 2) values.set([sections[gain], gains[gain]], end);
      place += 1;
      return /** @type {Posting} */ ([number, values.subarray(start, end)]);
    };
    return numbers.map((list) => list.map(next));
  }
}

/**
 * Texts with what follows each, sorted, of which each names only what it does not share with the one before.
 * @template T
 * @param {Bytes} reader
 * @param {(reader: Bytes) => T} value
 * @returns {Map<string, T>}
 */
function entries(reader, value) {
  const found = new Map();
  let text = new Uint8Array();
  for (let left = reader.number(); left; left -= 1) {
    const shared = reader.number();
    const rest = reader.take(reader.number());
    if (shared > text.length) throw new RangeError('a text shares more than there is');
    const whole = new Uint8Array(shared + rest.length);
    whole.set(text.subarray(0, shared));
    whole.set(rest, shared);
    text = whole;
    found.set(UTF8.decode(text), value(reader));
  }
  return found;
}

/**
 * Terms with their postings.
 * @param {Uint8Array} bytes
 * @returns {Map<string, Term>}
 */
export function termsIn(bytes) {
  const reader = new Bytes(bytes);
  const name = () => hexadecimal(reader.take(NAME));
  const heads = entries(reader, () => {
    const [salient, plain, isCommon] = [reader.number(), reader.number(), reader.number()];
    const counts = [salient, isCommon ? reader.number() : plain];
    return { counts, count: salient + plain, ...(isCommon ? { others: name() } : {}) };
  });
  const lists = /** @type {Iterator<Posting[], Posting[]>} */ (reader.postings([...heads.values()].flatMap(({ counts }) => counts)).values());
  return new Map([...heads].map(([text, head]) => [text, { ...head, salient: lists.next().value, plain: lists.next().value }]));
}

/**
 * Terms, each with the bytes that say where it stands in each of its records.
 * @param {Uint8Array} bytes
 * @returns {Map<string, Uint8Array[]>}
 */
export function placesIn(bytes) {
  return entries(new Bytes(bytes), (reader) => Array.from({ length: reader.number() }, () => reader.take(reader.number())));
}

/**
 * Ascending numbers, to the end.
 * @param {Uint8Array} bytes
 */
export function numbersIn(bytes) {
  const reader = new Bytes(bytes);
  const found = [];
  for (let last = 0; !reader.isAtEnd; found.push(last)) last += reader.number();
  return found;
}

/**
 * Spellings, each with how many records have it.
 * @param {Uint8Array} bytes
 * @returns {Map<string, number>}
 */
export function wordsIn(bytes) {
  return entries(new Bytes(bytes), (reader) => reader.number());
}

/**
 * Exact keys, each with the numbers of the records that have it.
 * @param {Uint8Array} bytes
 * @returns {Map<string, number[]>}
 */
export function keysIn(bytes) {
  return entries(new Bytes(bytes), (reader) => reader.ascending(reader.number()));
}

/**
 * What JSON says.
 * @param {Uint8Array} bytes
 */
export function jsonIn(bytes) {
  return JSON.parse(UTF8.decode(bytes));
}

/**
 * Bytes as hexadecimal digits.
 * @param {Uint8Array} bytes
 */
export function hexadecimal(bytes) {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

/**
 * The bytes that raw DEFLATE makes smaller.
 * @param {Uint8Array} bytes
 * @returns {Promise<Uint8Array>}
 */
export async function inflated(bytes) {
  const stream = new Blob([/** @type {any} */ (bytes)]).stream().pipeThrough(new DecompressionStream('deflate-raw'));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}
