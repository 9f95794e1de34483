/**
 * What a page uses: the engine in a worker where there can be one, in the page itself where it was opened from a disk.
 */

import { openEngine } from './engine.js';
import { asScripts } from './loaders.js';
import { inWorker } from './remote.js';

/** @typedef {import('./search.js').Answer} Answer */
/** @typedef {import('./engine.js').Options} Options */
/** @typedef {{search: (query: string, options: Options) => Promise<Answer>, close: () => void}} Search */

/**
 * Open the search of a site. Nothing is fetched before this is called.
 * @param {string} base address of the folder with the index, with a slash at its end
 * @param {string} script address of the bundle, which a worker is made of
 * @returns {Promise<Search>}
 */
export async function open(base, script) {
  const address = new URL(base, document.baseURI).href;
  if (address.startsWith('file:')) {
    const engine = await openEngine(asScripts(address, document));
    return { search: (query, options) => engine.search(query, options), close: () => {} };
  }
  return inWorker(address, new Worker(new URL(script, document.baseURI)));
}
