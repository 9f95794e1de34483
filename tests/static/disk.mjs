// Files of an export from a folder, as a host would serve them.

import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

import { SearchUnavailable } from '../../tools/sopkb/search/static/js/loaders.js';

export function fromDisk(folder) {
  return async (name) => {
    try {
      return new Uint8Array(await readFile(join(folder, name)));
    } catch {
      throw new SearchUnavailable(name, 'is missing');
    }
  };
}
