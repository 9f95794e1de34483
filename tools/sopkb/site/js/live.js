/**
 * What a page says of time, told anew in the browser: a site built last week still says EXPIRED today. The states are
 * computed by the code of the search.
 */

import { duration, lifeOf, slugOf, statusAt } from '../../search/static/js/state.js';

/** @typedef {import('../../search/static/js/state.js').Status} Status */

/** How often a page that stays open is told anew, in milliseconds. */
const OFTEN = 20_000;

/**
 * What every page script is told of the site.
 * @typedef {object} Settings
 * @property {string | null} now the moment of a demo base; null for the reader's clock
 * @property {number} soon how long before its expiry a workaround is EXPIRES SOON, in seconds
 * @property {string} form address of the tracker's form for reports; empty where there is none
 */

/** @returns {Settings} */
export function settings() {
  return /** @type {any} */ (globalThis).kbPage;
}

/** The moment that states are told for, in milliseconds. */
export function now() {
  const fixed = settings().now;
  return fixed === null ? Date.now() : Date.parse(fixed);
}

/**
 * The status of what stands in a `data-life`: a state and four moments, as sopkb/search/index/cards.py writes them.
 * @param {string} life
 * @returns {Status}
 */
export function statusOf(life) {
  const numbers = life.split(',').map((text) => (text ? Number(text) : null));
  return statusAt(lifeOf(numbers), now(), settings().soon * 1000);
}

/**
 * The class that colours a state.
 * @param {Status} status
 */
export function classOf({ state }) {
  return `kb-state kb-state--${slugOf(state)}`;
}

/**
 * Tell every state mark and every remaining time below a place anew.
 * @param {ParentNode} place
 */
export function freshen(place) {
  for (const mark of /** @type {NodeListOf<HTMLElement>} */ (place.querySelectorAll('.kb-state[data-life]'))) {
    const status = statusOf(mark.dataset.life ?? '');
    if (mark.textContent === status.state) continue;
    mark.textContent = status.state;
    mark.className = classOf(status);
  }
  for (const span of /** @type {NodeListOf<HTMLElement>} */ (place.querySelectorAll('[data-moment]'))) {
    const distance = Date.parse(span.dataset.moment ?? '') - now();
    const told = distance > 0 ? `${duration(distance)} left` : `${duration(-distance)} ago`;
    const [before = '', after = ''] = span.dataset.around ?? '';
    span.textContent = `${before}${told}${after}`;
  }
}

/**
 * Do something now, and again as time goes by: each time with a moment that is true.
 * @param {() => void} tell
 */
export function asTimeGoesBy(tell) {
  tell();
  if (settings().now !== null) return;
  setInterval(tell, OFTEN);
  document.addEventListener('visibilitychange', tell); // a page that slept in its tab has run no timer
}
