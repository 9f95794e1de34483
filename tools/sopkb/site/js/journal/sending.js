/**
 * Sends events to the journal of the API. Nothing waits for it, and nothing is said of a failure unless somebody asked
 * for it to be sent.
 */

import { kept } from './kept.js';

/** @typedef {import('./listening.js').Search} Search */
/** @typedef {import('./listening.js').Report} Report */
/** @typedef {import('./listening.js').Opened} Opened */
/** @typedef {import('./listening.js').Acknowledged} Acknowledged */
/** @typedef {import('./listening.js').Alerted} Alerted */
/** @typedef {(Search | Opened | Report | Acknowledged | Alerted) & {session: string}} Told */

/** How long an answer must stand for its question to count as one, in milliseconds: what is typed over is no search. */
const REST = 1500;
/** Events of one request; the API takes no more. */
const MOST = 50;

/**
 * @param {string} to where events go
 * @returns {(event: Search | Opened | Report | Acknowledged | Alerted) => Promise<boolean>}
 */
export function openJournal(to) {
  /** @type {Told[]} */
  let queue = kept.unsent();
  /** @type {Told & Search | null} */
  let typed = null;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let waiting;

  const settle = () => {
    clearTimeout(waiting);
    if (typed && kept.isNew(typed)) queue.push(typed);
    typed = null;
  };
  const flush = async () => {
    settle();
    const events = queue.splice(0, MOST);
    if (!events.length) return true;
    try {
      // Plain text asks no leave beforehand; keepalive outlives the page.
      const { status } = await fetch(to, { method: 'POST', body: JSON.stringify(events), keepalive: true });
      if (status >= 500) kept.keep(events);
      return status === 201;
    } catch {
      kept.keep(events);
      return false;
    }
  };

  addEventListener('pagehide', flush);
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'hidden') flush();
  });
  if (queue.length) flush();

  return async (event) => {
    const told = { ...event, session: kept.session() };
    if (told.kind === 'search') {
      clearTimeout(waiting);
      typed = told;
      waiting = setTimeout(flush, REST);
      return true;
    }
    if (told.kind === 'alerted') {
      typed = null; // the beginning of the same sentence
      kept.forgetLast();
    }
    settle();
    queue.push(told);
    return flush();
  };
}
