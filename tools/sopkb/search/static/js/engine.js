/**
 * The search engine of a site without a server, as a library: `openEngine(overHttp(base))`, then `search(query, …)`.
 *
 * A search is written as if the whole index were here. Each of its steps is taken with what is; where something is
 * missing it is noted, fetched, all at once, and the step is taken again. Nothing is shown of a step that lacked
 * anything.
 */

import { cluesOf, readsFillers } from './expand.js';
import { checked } from './loaders.js';
import { rank } from './order.js';
import { answerOf, understand } from './search.js';
import { openStore } from './store.js';

/** @typedef {import('./loaders.js').Loader} Loader */
/** @typedef {import('./search.js').Answer} Answer */
/** @typedef {import('./store.js').Store} Store */

/**
 * How a query is to be answered.
 * @typedef {object} Options
 * @property {number | string | Date} now the moment of the question: states are those of this moment
 * @property {Record<string, string[]>} [filters] conditions as if they had been typed: `{kind: ['sop'], area: ['video']}`
 * @property {number} [limit] how many hits to give; 10
 * @property {number} [offset] how many hits to leave out first; 0
 * @property {boolean} [facets] whether to count facets; true. Without, a file less is fetched before the first answer
 * @property {unknown} [token] given back with the answer, so that whoever asked again since can tell it is stale
 */

/** @typedef {{search: (query: string, options: Options) => Promise<Answer & {token?: unknown}>}} Engine */

/**
 * Open an index.
 * @param {Loader} load
 * @returns {Promise<Engine>}
 */
export async function openEngine(load) {
  const store = await openStore(checked(load));
  return { search: (query, options) => search(store, query, options) };
}

/**
 * @param {Store} store
 * @param {string} query
 * @param {Options} options
 */
async function search(store, query, { now, filters = {}, limit = 10, offset = 0, facets = true, token }) {
  const moment = typeof now === 'number' ? now : new Date(now).getTime();
  if (Number.isNaN(moment)) throw new RangeError('`now` must be a moment: milliseconds since 1970, a Date, or ISO 8601.');
  const index = store.index();
  const page = { now: moment, limit, offset, facets };
  const plan = await index.settled(() => {
    const understood = understand(query, filters, index);
    // Fetched with the keys, because the ranking needs them:
    index.standing(moment);
    understood.words.forEach((word) => (word.isInformative || readsFillers(index)) && index.count(word.term));
    return understood;
  });
  const clues = await index.settled(() => cluesOf(plan, index));
  const ranking = await index.settled(() => rank(plan, clues, index, page));
  const answer = await index.settled(() => answerOf(query, plan, clues, ranking, index, page));
  return token === undefined ? answer : { ...answer, token };
}
