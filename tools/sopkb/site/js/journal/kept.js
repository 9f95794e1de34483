/**
 * What the journal keeps in this tab, until it is closed: a pseudonym, which search was told last, and acknowledgements
 * that could not be sent. Where the browser keeps nothing, until the page is left.
 */

/** @typedef {import('./sending.js').Told} Told */

/** How long a tab has one pseudonym, in milliseconds: a tab that is never closed is no name. */
const LONGEST = 12 * 3_600_000;
const MOST = 20;
const KEY = 'kb-journal';

/** @typedef {{session: string, since: number, last: string, unsent: Told[]}} Kept */

/** @type {Kept} */
let inHand = { session: '', since: 0, last: '', unsent: [] };

/** @returns {Kept} */
function read() {
  try {
    inHand = { ...inHand, ...JSON.parse(sessionStorage.getItem(KEY) ?? '{}') };
  } catch {
    // Nothing is kept, or not by us.
  }
  const age = Date.now() - inHand.since;
  if (!inHand.session || !(age >= 0 && age < LONGEST)) {
    const numbers = [...crypto.getRandomValues(new Uint8Array(16))];
    const session = numbers.map((number) => number.toString(16).padStart(2, '0')).join('');
    write({ session, since: Date.now(), last: '', unsent: inHand.unsent });
  }
  return inHand;
}

/** @param {Partial<Kept>} change */
function write(change) {
  inHand = { ...inHand, ...change };
  try {
    sessionStorage.setItem(KEY, JSON.stringify(inHand));
  } catch {
    // Then it is in hand until the page is left.
  }
}

export const kept = {
  /** The pseudonym of this tab. */
  session: () => read().session,

  /**
   * Whether a search is another than the one told last: who comes back to the same list has not searched again.
   * @param {Told & import('./listening.js').Search} search
   */
  isNew({ query, filters }) {
    const last = JSON.stringify([query, filters]);
    if (read().last === last) return false;
    write({ last });
    return true;
  },

  /** Forget which search was told last. */
  forgetLast: () => write({ last: '' }),

  /**
   * Keep what nobody may have to do again: a record that was read. Words of a search or a report are not kept.
   * @param {Told[]} events
   */
  keep(events) {
    const more = events.filter(({ kind }) => kind === 'acknowledged');
    if (more.length) write({ unsent: [...read().unsent, ...more].slice(-MOST) });
  },

  /** What was kept, which is forgotten thereby. */
  unsent() {
    const { unsent } = read();
    write({ unsent: [] });
    return Array.isArray(unsent) ? unsent : [];
  },
};
