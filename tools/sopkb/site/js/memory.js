/** The last searches and the last opened records, kept in this browser and nowhere else. */

const MOST = 6;

/** @typedef {{id: string, title: string}} Opened */
/**
 * @typedef {object} Memory
 * @property {() => string[]} searches the last one first
 * @property {() => Opened[]} opened the last one first
 * @property {(query: string, opened: Opened | null) => void} note
 * @property {() => void} forget
 * @property {(mayStay: (query: string) => boolean) => void} sift forgets the searches that may not stay
 */

/**
 * What is remembered of a site; nothing where the browser keeps nothing.
 * @param {string} base address of the site: two sites of one host have two memories
 * @returns {Memory}
 */
export function openMemory(base) {
  const key = `${new URL(base).pathname}kb-search`;
  const isText = (/** @type {unknown} */ value) => typeof value === 'string';
  const read = () => {
    try {
      const { searches, opened } = JSON.parse(localStorage.getItem(key) ?? '{}');
      return {
        searches: /** @type {string[]} */ (Array.isArray(searches) ? searches.filter(isText) : []),
        opened: /** @type {Opened[]} */ (
          Array.isArray(opened) ? opened.filter((each) => isText(each?.id) && isText(each?.title)) : []
        ),
      };
    } catch {
      return { searches: [], opened: [] };
    }
  };
  const write = (/** @type {{searches: string[], opened: Opened[]}} */ kept) => {
    try {
      localStorage.setItem(key, JSON.stringify(kept));
    } catch {
      // The browser keeps nothing: then nothing is remembered.
    }
  };
  return {
    searches: () => read().searches,
    opened: () => read().opened,
    note(query, opened) {
      const old = read();
      const searches = [query.trim(), ...old.searches].filter((text, at, all) => text && all.indexOf(text) === at);
      const records = opened ? [{ id: opened.id, title: opened.title }, ...old.opened.filter(({ id }) => id !== opened.id)] : old.opened;
      write({ searches: searches.slice(0, MOST), opened: records.slice(0, MOST) });
    },
    sift(mayStay) {
      const { searches, opened } = read();
      if (!searches.every(mayStay)) write({ searches: searches.filter(mayStay), opened });
    },
    forget() {
      try {
        localStorage.removeItem(key);
      } catch {
        // There is nothing to forget.
      }
    },
  };
}
