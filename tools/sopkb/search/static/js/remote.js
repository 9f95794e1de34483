/** The page's end of an engine that runs in a worker: each question gets a number, and its answer has the same. */

/**
 * Have a worker open an index.
 * @param {string} base address of the folder with the index, with a slash at its end
 * @param {Worker} worker made of the bundle
 * @returns {Promise<import('./client.js').Search>}
 */
export async function inWorker(base, worker) {
  /** @type {Map<number, {resolve: (answer: any) => void, reject: (error: Error) => void}>} */
  const waiting = new Map();
  let last = 0;
  const ask = (/** @type {object} */ message) =>
    new Promise((resolve, reject) => {
      last += 1;
      waiting.set(last, { resolve, reject });
      worker.postMessage({ number: last, ...message });
    });
  worker.addEventListener('message', ({ data: { number, answer, error } }) => {
    const { resolve, reject } = /** @type {NonNullable<ReturnType<typeof waiting.get>>} */ (waiting.get(number));
    waiting.delete(number);
    if (error) reject(Object.assign(new Error(error.message), { name: error.name }));
    else resolve(answer);
  });
  worker.addEventListener('error', ({ message }) => {
    for (const { reject } of waiting.values()) reject(new Error(`The search stopped: ${message}`));
    waiting.clear();
  });
  await ask({ base });
  return { search: (query, options) => ask({ query, options }), close: () => worker.terminate() };
}
