/** A track's page: the course in the place of its list of modules and its questions, which stay without a script. */

import { element } from '../dom.js';
import { acknowledge } from '../journal/acknowledging.js';
import { now } from '../live.js';
import { course } from '../training/course.js';
import { filing } from '../training/files.js';
import { openStore } from '../training/store.js';

const { course: track } = /** @type {any} */ (globalThis).kbData ?? {}; // none: its file did not come, and the list stays

/**
 * What stands under a heading, down to the next of its level.
 * @param {string} id
 */
function below(id) {
  const found = [];
  for (let node = document.getElementById(id)?.nextElementSibling; node && node.tagName !== 'H2'; node = node.nextElementSibling) {
    found.push(/** @type {HTMLElement} */ (node));
  }
  return found;
}

if (track) {
  const store = openStore(new URL('.', location.href).href);
  const spoken = element('p', { role: 'status', class: 'kb-spoken' });
  const around = {
    store,
    today: () => new Date(now()).toISOString().slice(0, 10),
    say: (/** @type {string} */ words) => (spoken.textContent = words),
    wasRead: (/** @type {import('../training/course.js').Taught} */ record) => acknowledge(store, record),
  };
  const place = element('div');
  const files = filing(store, () => place.firstElementChild?.replaceWith(course(track, around)));
  place.append(course(track, around), files);
  const table = below('modules').find((node) => node.matches('table,.md-typeset__scrollwrap'));
  if (table) table.hidden = true;
  document.getElementById('modules')?.after(place, spoken);
  for (const node of below('quiz')) node.hidden = true;
  document.getElementById('quiz')?.after(element('p', {}, 'The questions stand after each module, above.'));
}
