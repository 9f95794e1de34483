/** The engine in a worker: questions come as messages, and so do answers, each with the number of its question. */

import { openEngine } from './engine.js';
import { overHttp } from './loaders.js';

/**
 * Serve whoever made this worker. The first message names the folder of the index; without a number it has no answer.
 * @param {any} scope the worker's global scope
 */
export function serve(scope) {
  /** @type {Promise<import('./engine.js').Engine> | undefined} */
  let engine;
  scope.addEventListener('message', async (/** @type {MessageEvent} */ { data: { number, base, query, options } }) => {
    try {
      if (base !== undefined) engine ??= openEngine(overHttp(base)); // perhaps its page began before the dialog was there
      const opened = await engine;
      if (number === undefined || !opened) return;
      scope.postMessage({ number, answer: query === undefined ? null : await opened.search(query, options) });
    } catch (error) {
      if (number === undefined) return; // whoever asks will be told
      const { name, message } = /** @type {Error} */ (error);
      scope.postMessage({ number, error: { name, message } });
    }
  });
}
