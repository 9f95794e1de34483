/**
 * Where the files of an index come from: over HTTP, or as scripts where a page was opened from a disk. Every file is
 * named by its digest, so that nothing damaged, cut short or mixed up is ever read, and nothing is fetched twice.
 */

import { sha256 } from './sha256.js';
import { hexadecimal, inflated } from './shards.js';

/**
 * Fetches the bytes of a file by its name.
 * @typedef {(name: string) => Promise<Uint8Array>} Loader
 */

/** The one file whose name does not change. */
export const MANIFEST = 'manifest.json';
/** Bytes of a digest, in a name or at the beginning of a card. */
const DIGEST = 6;

/** A file of the index that is missing or damaged. Its message is for people. */
export class SearchUnavailable extends Error {
  /**
   * @param {string} file
   * @param {string} what
   */
  constructor(file, what) {
    super(
      `The search cannot answer: ${file} ${what}. Reload the page; if that does not help, the site was not published ` +
        'whole, and whoever runs it must publish it again.',
    );
    this.name = 'SearchUnavailable';
  }
}

/**
 * Files over HTTP.
 * @param {string} base address of their folder, with a slash at its end
 * @returns {Loader}
 */
export function overHttp(base) {
  return async (name) => {
    let response;
    try {
      response = await fetch(new URL(name, base));
    } catch {
      throw new SearchUnavailable(name, 'cannot be reached');
    }
    if (!response.ok) throw new SearchUnavailable(name, `is missing (HTTP ${response.status})`);
    return new Uint8Array(await response.arrayBuffer());
  };
}

/**
 * Files as scripts, each of which hands its bytes over as base64: `kbShard("name", "…")`.
 * @param {string} base address of their folder, with a slash at its end
 * @param {Document} document
 * @returns {Loader}
 */
export function asScripts(base, document) {
  /** @type {Map<string, string>} */
  const arrived = new Map();
  /** @type {any} */ (globalThis).kbShard = (/** @type {string} */ name, /** @type {string} */ text) => {
    arrived.set(name, text);
  };
  return (name) =>
    new Promise((resolve, reject) => {
      const script = document.createElement('script');
      const done = () => {
        script.remove();
        const text = arrived.get(name);
        arrived.delete(name);
        if (text === undefined) reject(new SearchUnavailable(`${name}.js`, 'is missing or damaged'));
        else resolve(bytesOf(text));
      };
      script.addEventListener('load', done);
      script.addEventListener('error', done);
      script.src = new URL(`${name}.js`, base).href;
      document.head.append(script);
    });
}

/**
 * A loader that gives what the files hold, of those that fit their names, and keeps it. What could not be had is asked
 * for again next time.
 * @param {Loader} load
 * @returns {Loader}
 */
export function checked(load) {
  /** @type {Map<string, Promise<Uint8Array>>} */
  const kept = new Map();
  return (name) => {
    let found = kept.get(name);
    if (!found) {
      found = load(name).then((bytes) => content(name, bytes));
      kept.set(name, found);
      found.catch(() => kept.delete(name));
    }
    return found;
  };
}

/**
 * The digest of some bytes, as names have it.
 * @param {Uint8Array} bytes
 */
export function digestOf(bytes) {
  return sha256(bytes).slice(0, 2 * DIGEST);
}

/**
 * What a file holds. A card begins with its digest, any other file but the manifest is named by it.
 * @param {string} name
 * @param {Uint8Array} bytes
 */
async function content(name, bytes) {
  if (name === MANIFEST) return bytes;
  const isCard = name.includes('/');
  const digest = isCard ? hexadecimal(bytes.subarray(0, DIGEST)) : name;
  let inside;
  try {
    inside = await inflated(isCard ? bytes.subarray(DIGEST) : bytes);
  } catch {
    throw new SearchUnavailable(name, 'is damaged');
  }
  if (digestOf(inside) !== digest) throw new SearchUnavailable(name, 'is damaged');
  return inside;
}

/**
 * The bytes that base64 stands for; none for what is no base64.
 * @param {string} text
 */
function bytesOf(text) {
  try {
    return Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
  } catch {
    return new Uint8Array();
  }
}
