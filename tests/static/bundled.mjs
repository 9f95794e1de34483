// The classic bundle as a worker runs it, with a folder for its host.

import { createContext, runInContext } from 'node:vm';

import { fromDisk } from './disk.mjs';

export function bundleOver(script, folder) {
  const load = fromDisk(folder);
  const waiting = new Map();
  let [hear, last] = [null, 0];
  const scope = {
    addEventListener: (_, listener) => (hear = listener),
    postMessage: ({ number, answer, error }) => {
      const { resolve, reject } = waiting.get(number);
      if (error) reject(Object.assign(new Error(error.message), { name: error.name }));
      else resolve(answer);
    },
    fetch: async ({ pathname }) => ({ ok: true, arrayBuffer: async () => (await load(pathname.slice(1))).buffer }),
  };
  const given = { ArrayBuffer, Blob, DecompressionStream, Response, TextDecoder, TextEncoder, URL, Uint8Array };
  runInContext(script, createContext({ ...given, ...scope }));
  return (message) =>
    new Promise((resolve, reject) => {
      last += 1;
      waiting.set(last, { resolve, reject });
      hear({ data: { number: last, ...message } });
    });
}
