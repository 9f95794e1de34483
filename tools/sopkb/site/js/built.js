/** When this copy of the site was made. */

import { dayOf, timeOf } from '../../search/static/js/state.js';

const DAY = 24 * 60 * 60 * 1000;

/** In milliseconds; NaN where it has no age: a site that follows every edit, a demo that stands still. */
export function built() {
  return Date.parse(/** @type {any} */ (globalThis).kbBuilt?.[0]);
}

/**
 * An age in words.
 * @param {number} span in milliseconds
 */
export function ageOf(span) {
  const days = Math.floor(span / DAY);
  return days === 1 ? '1 day' : `${days} days`;
}

/** @param {number} moment in milliseconds */
export function utcOf(moment) {
  return `${dayOf(moment)} ${timeOf(moment)} UTC`;
}
