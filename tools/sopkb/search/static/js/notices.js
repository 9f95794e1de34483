/**
 * What to say of an exact match that is dead: what became of it, and what to use instead. The same as
 * sopkb/search/notices.py.
 */

import { dayOf, timeOf } from './state.js';

/** @typedef {import('./state.js').Status} Status */

/**
 * What is known of a record's end, whatever the time.
 * @typedef {object} Ending
 * @property {string} [because] why it was retired
 * @property {string} [fixedIn] the version that made it needless
 * @property {string} [successor] id of the record that replaced it
 */

/**
 * What became of a dead record, in a sentence, and what to use instead.
 * @param {string} id
 * @param {Status} status
 * @param {Ending} ending
 */
export function messageOf(id, status, ending) {
  const replaced = ending.successor ? ` Replaced by ${ending.successor}.` : '';
  return `${id} ${fate(status, ending)}.${replaced}`;
}

/**
 * @param {Status} status
 * @param {Ending} ending
 */
function fate({ state, moment }, { because, fixedIn }) {
  const when = moment === null ? '' : timed(moment);
  if (state === 'EXPIRED') return `expired${when}: do not follow it`;
  if (because === 'fixed') return fixedIn ? `is not needed any more: fixed in ${fixedIn}` : `was retired${when}: fixed`;
  if (because === 'unsafe') return `was retired${when} as unsafe: never follow it`;
  return `was retired${when}${because ? ` (${because})` : ''}`;
}

/** @param {number} moment */
function timed(moment) {
  const time = timeOf(moment);
  return time === '00:00' ? ` on ${dayOf(moment)}` : ` on ${dayOf(moment)} at ${time} UTC`;
}
