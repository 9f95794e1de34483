/** An index that comes in parts: which file holds what, and what of it one query has so far. */

import { idOf } from './index.js';
import { digestOf, MANIFEST, SearchUnavailable } from './loaders.js';
import { Parts, PartsInUse } from './parts.js';
import { jsonIn, keysIn, numbersIn, placesIn, termsIn, wordsIn } from './shards.js';
import { NOTHING, Span, valuesIn } from './standing.js';
import { compare } from './text.js';

/** @typedef {import('./index.js').Card} Card */
/** @typedef {import('./index.js').Index} Index */
/** @typedef {import('./index.js').Settings} Settings */
/** @typedef {import('./index.js').Traits} Traits */
/** @typedef {import('./loaders.js').Loader} Loader */
/** @typedef {import('./posting.js').Posting} Posting */
/** @typedef {[string, string][]} Shards the first text of each shard, and the shard's name */

/**
 * @typedef {object} Manifest
 * @property {string} digest of every byte after it
 * @property {number} format
 * @property {number} records
 * @property {Settings} settings
 * @property {[number, string][]} states of each span of time its first second, and the file that says what records are in it
 * @property {string} areas
 * @property {string} details
 * @property {Shards} terms pages, each of which lists shards in the same way
 * @property {string} places name of the list of such pages of the shards that say where terms stand
 * @property {Shards} words
 * @property {Shards} reversed_words
 * @property {Shards} common
 * @property {Shards} keys
 * @property {Record<string, string>} cards names of the folders of neighbouring blocks, by the number of the first
 */

/** @typedef {{index: () => IndexInParts}} Store */

const FORMAT = 9;
const BLOCK = 64;

/**
 * Open an index: fetch what every query needs. Of a question, only what it means waits for that.
 * @param {Loader} load
 * @returns {Promise<Store>}
 */
export async function openStore(load) {
  const manifest = manifestIn(await load(MANIFEST));
  const parts = new Parts(load);
  // Asked for again, and then said, by the question that needs it; most are asked for the moment.
  load(spanOf(manifest.states, Date.now())).catch(() => {});
  const folders = foldersIn(manifest.cards);
  return { index: () => new IndexInParts(parts, manifest, folders) };
}

/** An index as one query has it: what is missing reads as nothing until it is fetched. */
class IndexInParts extends PartsInUse {
  /**
   * @param {Parts} parts
   * @param {Manifest} manifest
   * @param {Map<number, string>} folders
   */
  constructor(parts, manifest, folders) {
    super(parts);
    this.manifest = manifest;
    this.folders = folders;
    this.settings = manifest.settings;
    /** @type {Map<string, number>} */
    this.counts = new Map();
    this.lexicon = {
      count: (/** @type {string} */ word) => this.countOf(word),
      beginningWith: (/** @type {string} */ prefix) => this.spellings(this.manifest.words, prefix, (word) => word),
      endingWith: (/** @type {string} */ suffix) => this.spellings(this.manifest.reversed_words, reversed(suffix), reversed),
    };
  }

  get recordCount() {
    return this.manifest.records;
  }

  /**
   * What every record is at a moment.
   * @param {number} now
   */
  standing(now) {
    return this.span(now).at(now);
  }

  /** @param {number} now */
  span(now) {
    return this.shard(spanOf(this.manifest.states, now), (bytes) => new Span(jsonIn(bytes)), NOTHING);
  }

  /**
   * @param {number} number
   * @param {number} now
   */
  area(number, now) {
    return this.value(this.manifest.areas, 'areas', number, now) ?? '';
  }

  /**
   * @param {number} number
   * @param {number} now
   * @returns {Traits}
   */
  traits(number, now) {
    const of = (/** @type {string} */ column) => this.value(this.manifest.details, column, number, now);
    return {
      area: this.area(number, now),
      owner: of('owners') ?? '',
      audience: of('audiences') ?? [],
      regions: of('regions') ?? [],
      language: of('languages') ?? '',
    };
  }

  /**
   * A record's value in one column of a file.
   * @param {string} file
   * @param {string} column
   * @param {number} number
   * @param {number} now
   */
  value(file, column, number, now) {
    const columns = this.shard(file, columnsIn, {});
    return columns[column]?.[this.span(now).places.get(number) ?? -1];
  }

  /** @param {string} term */
  count(term) {
    return this.term(term)?.count ?? 0;
  }

  /** @param {string} term */
  salient(term) {
    return this.term(term)?.salient ?? [];
  }

  /**
   * @param {string} term
   * @returns {Posting[]}
   */
  plain(term) {
    return this.term(term)?.plain ?? [];
  }

  /**
   * @param {string} term
   * @returns {number[]}
   */
  others(term) {
    return this.shard(this.term(term)?.others, numbersIn, []);
  }

  /** @param {string} term */
  places(term) {
    return this.entry(this.shard(this.manifest.places, jsonIn, []), term, placesIn) ?? [];
  }

  /** @param {string} key */
  holders(key) {
    return this.shard(shardOf(this.manifest.keys, key), keysIn, new Map()).get(key) ?? [];
  }

  /** @param {string} word */
  isCommon(word) {
    return this.shard(shardOf(this.manifest.common, word), wordsIn, new Map()).has(word);
  }

  /** @param {string} prefix */
  keysBeginning(prefix) {
    return this.beginning(this.manifest.keys, prefix, keysIn).map(([key]) => key);
  }

  /**
   * @param {number} number
   * @returns {Card}
   */
  card(number) {
    const folder = this.folders.get(Math.floor(number / BLOCK));
    return this.shard(`${folder}/${number}`, (bytes) => cardIn(bytes, idOf(number, this.settings)), { life: [0, null, null, null, null] });
  }

  /** @param {string} term */
  term(term) {
    return this.entry(this.manifest.terms, term, termsIn);
  }

  /**
   * What one of the shards that are listed on pages says of a term.
   * @template T
   * @param {Shards} pages
   * @param {string} term
   * @param {(bytes: Uint8Array) => Map<string, T>} parse
   * @returns {T | undefined}
   */
  entry(pages, term, parse) {
    const page = this.shard(shardOf(pages, term), jsonIn, []);
    return this.shard(shardOf(page, term), parse, new Map()).get(term);
  }

  /** @param {string} word */
  countOf(word) {
    const known = this.counts.get(word);
    return known ?? this.shard(shardOf(this.manifest.words, word), wordsIn, new Map()).get(word) ?? 0;
  }

  /**
   * The spellings, as they are or reversed, that begin so.
   * @param {Shards} shards
   * @param {string} prefix
   * @param {(text: string) => string} asWord
   */
  spellings(shards, prefix, asWord) {
    return this.beginning(shards, prefix, wordsIn).map(([text, count]) => {
      const word = asWord(text);
      this.counts.set(word, count);
      return word;
    });
  }

  /**
   * The entries of some shards that begin so.
   * @template T
   * @param {Shards} shards
   * @param {string} prefix
   * @param {(bytes: Uint8Array) => Map<string, T>} parse
   * @returns {[string, T][]}
   */
  beginning(shards, prefix, parse) {
    const found = [];
    for (let at = placeOf(shards, prefix); at < shards.length; at += 1) {
      const [first, name] = shards[at];
      if (compare(first, prefix) > 0 && !first.startsWith(prefix)) break;
      found.push(...[...this.shard(name, parse, new Map())].filter(([text]) => text.startsWith(prefix)));
    }
    return found;
  }

  /**
   * @template T
   * @param {string | undefined} name
   * @param {(bytes: Uint8Array) => T} parse
   * @param {T} meanwhile
   * @returns {T}
   */
  shard(name, parse, meanwhile) {
    return name === undefined ? meanwhile : this.part(name, (load) => read(load, name, parse), meanwhile);
  }
}

/**
 * A file, fetched and read.
 * @template T
 * @param {Loader} load
 * @param {string} name
 * @param {(bytes: Uint8Array) => T} parse
 * @returns {Promise<T>}
 */
async function read(load, name, parse) {
  const bytes = await load(name);
  try {
    return parse(bytes);
  } catch {
    throw new SearchUnavailable(name, 'cannot be read');
  }
}

/**
 * @param {Uint8Array} bytes
 * @returns {Manifest}
 */
function manifestIn(bytes) {
  let manifest;
  try {
    manifest = jsonIn(bytes);
  } catch {
    throw new SearchUnavailable(MANIFEST, 'is damaged');
  }
  if (manifest?.format !== FORMAT) throw new SearchUnavailable(MANIFEST, 'is of another version than this page');
  const { digest } = manifest;
  const isWhole = digest === digestOf(bytes.subarray(`{"digest":"${digest}",`.length));
  if (!isWhole) throw new SearchUnavailable(MANIFEST, 'is damaged');
  return manifest;
}

/**
 * The folder of each block of cards.
 * @param {Record<string, string>} runs
 * @returns {Map<number, string>}
 */
function foldersIn(runs) {
  const names = Object.entries(runs).flatMap(([first, run]) =>
    (run.match(/.{12}/g) ?? []).map((name, at) => /** @type {const} */ ([Number(first) + at, name])),
  );
  return new Map(names);
}

/**
 * The columns of a file, each as the value of every record.
 * @param {Uint8Array} bytes
 * @returns {Record<string, any[]>}
 */
function columnsIn(bytes) {
  return Object.fromEntries(Object.entries(jsonIn(bytes)).map(([name, column]) => [name, valuesIn(column)]));
}

/**
 * The file for a moment; the first one is also that for all moments before it.
 * @param {[number, string][]} spans
 * @param {number} now
 */
function spanOf(spans, now) {
  return (spans.findLast(([since]) => since * 1000 <= now) ?? spans[0])[1];
}

/**
 * The card of a record, and of no other.
 * @param {Uint8Array} bytes
 * @param {string} id
 * @returns {Card}
 */
function cardIn(bytes, id) {
  const card = jsonIn(bytes);
  if (card.id !== id) throw new RangeError(`the card of ${card.id} stands where that of ${id} belongs`);
  return card;
}

/**
 * The name of the shard that would hold a text.
 * @param {Shards} shards
 * @param {string} text
 * @returns {string | undefined}
 */
function shardOf(shards, text) {
  return shards[placeOf(shards, text)]?.[1];
}

/**
 * The place of the last shard whose first text is not after a text.
 * @param {Shards} shards
 * @param {string} text
 */
function placeOf(shards, text) {
  let [low, high] = [0, shards.length];
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (compare(shards[middle][0], text) <= 0) low = middle;
    else high = middle;
  }
  return low;
}

/** @param {string} text */
function reversed(text) {
  return [...text].reverse().join('');
}
