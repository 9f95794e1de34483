/** The engine, opened when it is first asked, and the moment that it is asked for. */

import { inWorker } from '../../search/static/js/remote.js';
import { element } from './dom.js';

/** @typedef {import('../../search/static/js/search.js').Answer} Answer */
/** @typedef {Record<string, string[]>} Filters */
/** @typedef {{filters?: Filters, limit?: number, offset?: number, facets?: boolean}} Wanted */
/**
 * @typedef {object} Answers
 * @property {(query: string, options: Wanted) => Promise<Answer>} ask
 * @property {() => void} warm begins to fetch what every query needs
 * @property {() => number} now the moment that states are shown for, in milliseconds
 */

/**
 * The answers of a site.
 * @param {string} base address of the site, with a slash at its end
 * @param {{engine: string, now: string | null}} config
 * @returns {Answers}
 */
export function openAnswers(base, { engine, now: fixed }) {
  /** @type {Promise<{search: (query: string, options: any) => Promise<Answer>}> | null} */
  let opening = null;
  const now = () => (fixed === null ? Date.now() : Date.parse(fixed));
  const opened = () => {
    opening ??= open(base, base + engine);
    opening.catch(() => {
      opening = null; // the next question tries again
    });
    return opening;
  };
  return {
    ask: async (query, options) => (await opened()).search(query, { ...options, now: now() }),
    warm: () => void opened().catch(() => {}), // a question will say what is wrong
    now,
  };
}

/**
 * Over HTTP the engine runs in a worker, and this page never loads it; on a page from a disk it can only run here.
 * @param {string} base
 * @param {string} script
 */
async function open(base, script) {
  const index = `${base}search/`;
  if (!base.startsWith('file:')) {
    const early = /** @type {any} */ (globalThis).kbWorker; // one that failed is not asked again
    /** @type {any} */ (globalThis).kbWorker = undefined;
    return inWorker(index, early ?? new Worker(script));
  }
  await new Promise((resolve, reject) => {
    const tag = element('script', { src: script });
    tag.addEventListener('load', resolve);
    tag.addEventListener('error', () => reject(new Error('The search cannot answer: its script is missing.')));
    document.head.append(tag);
  });
  return /** @type {any} */ (globalThis).SopkbSearch.open(index, script);
}
