/** An index that comes in parts: which file holds what, and what of it one query has so far. */

import { idOf } from './index.js';
import { digestOf, MANIFEST, SearchUnavailable } from './loaders.js';
import { Parts, PartsInUse } from './parts.js';
import { jsonIn, keysIn, numbersIn, placesIn, postingsIn, termsIn, wordsIn } from './shards.js';
import { lifeOf } from './state.js';
import { compare } from './text.js';
import { facetsIn, lotsIn, traitsIn } from './traits.js';

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
 * @property {string} traits
 * @property {string} facets
 * @property {string} details
 * @property {Shards} terms pages, each of which lists shards in the same way
 * @property {string} places name of the list of such pages of the shards that say where terms stand
 * @property {Shards} words
 * @property {Shards} sdrow
 * @property {Shards} keys
 * @property {Record<string, string>} cards
 */

/** @typedef {import('./traits.js').LotInPlace} LotInPlace */
/** @typedef {import('./traits.js').Lots} Lots */
/** @typedef {{index: () => IndexInParts}} Store */

const FORMAT = 3;
const BLOCK = 32;
const NO_LIFE = lifeOf([0, null, null, null, null]);
/** @type {Lots} */
const NO_LOTS = { since: 0, byNumber: new Map() };

/**
 * Open an index: fetch what every query needs. Of a question, only what it means waits for that.
 * @param {Loader} load
 * @returns {Promise<Store>}
 */
export async function openStore(load) {
  const manifest = manifestIn(await load(MANIFEST));
  const parts = new Parts(load);
  load(manifest.traits).catch(() => {}); // asked for again, and then said, by the question that needs it
  return { index: () => new IndexInParts(parts, manifest) };
}

/** An index as one query has it: what is missing reads as nothing until it is fetched. */
class IndexInParts extends PartsInUse {
  /**
   * @param {Parts} parts
   * @param {Manifest} manifest
   */
  constructor(parts, manifest) {
    super(parts);
    this.manifest = manifest;
    this.settings = manifest.settings;
    /** @type {Map<string, number>} */
    this.counts = new Map();
    this.lexicon = {
      count: (/** @type {string} */ word) => this.countOf(word),
      beginningWith: (/** @type {string} */ prefix) => this.spellings(this.manifest.words, prefix, (word) => word),
      endingWith: (/** @type {string} */ suffix) => this.spellings(this.manifest.sdrow, reversed(suffix), reversed),
    };
  }

  get recordCount() {
    return this.manifest.records;
  }

  /** What tiers depend on, of every record. */
  get lots() {
    return this.shard(this.manifest.traits, (bytes) => lotsIn(jsonIn(bytes)), NO_LOTS);
  }

  numbers() {
    return this.lots.byNumber.keys();
  }

  /** @param {number} number */
  has(number) {
    return this.lots.byNumber.has(number);
  }

  /**
   * @param {number} number
   * @returns {Traits}
   */
  traits(number) {
    const { facets } = this;
    const { place, life } = this.lotOf(number);
    const columns = this.shard(this.manifest.details, jsonIn, null);
    if (!columns || !facets.length) return { life, area: '', owner: '', audience: [], regions: [], language: '' };
    this.parts.traits ??= traitsIn(columns, facets);
    return this.parts.traits[place];
  }

  /**
   * @param {number} number
   * @param {number} now
   */
  facet(number, now) {
    const { place, life } = this.lotOf(number);
    if (now < this.lots.since) return this.traits(number);
    return this.facets[place] ?? { life, area: '' };
  }

  /** What facets count, of every record, by place; none as long as it is not here. */
  get facets() {
    const { lots } = this;
    const columns = this.shard(this.manifest.facets, jsonIn, null);
    if (!columns || lots === NO_LOTS) return [];
    this.parts.facets ??= facetsIn(columns, lots);
    return this.parts.facets;
  }

  /**
   * @param {number} number
   * @param {number} now
   * @returns {import('./index.js').Lot}
   */
  lot(number, now) {
    const lot = this.lotOf(number);
    return now < this.lots.since ? { ...lot, life: this.traits(number).life } : lot;
  }

  /**
   * @param {number} number
   * @returns {LotInPlace}
   */
  lotOf(number) {
    return this.lots.byNumber.get(number) ?? { life: NO_LIFE, inIncident: false, place: -1 };
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
   * @returns {Posting[]}
   */
  strongest(term) {
    return this.shard(this.term(term)?.strongest, postingsIn, []);
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

  /**
   * @param {number} number
   * @returns {Card}
   */
  card(number) {
    const folder = this.manifest.cards[Math.floor(number / BLOCK)];
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
    const found = [];
    for (let at = placeOf(shards, prefix); at < shards.length; at += 1) {
      const [first, name] = shards[at];
      if (compare(first, prefix) > 0 && !first.startsWith(prefix)) break;
      for (const [text, count] of this.shard(name, wordsIn, new Map())) {
        if (!text.startsWith(prefix)) continue;
        const word = asWord(text);
        this.counts.set(word, count);
        found.push(word);
      }
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
