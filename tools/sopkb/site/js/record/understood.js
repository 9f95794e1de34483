/** "Read and understood": a reader says so of a record at a version, and is asked again only by a change that asks. */

import { button, element } from '../dom.js';
import { acknowledge } from '../journal/acknowledging.js';
import { now } from '../live.js';
import { changesSince } from '../training/reading.js';
import { openStore } from '../training/store.js';

/** @typedef {import('../training/reading.js').Readable} Readable */

/**
 * The box at the end of a record.
 * @param {Readable} record
 * @returns {HTMLElement}
 */
export function understood(record) {
  const store = openStore(new URL('.', location.href).href);
  const box = element('section', { class: 'kb-understood', 'aria-label': 'Read and understood' });
  const say = () => {
    store.write((kept) => {
      kept.read[record.id] = { version: record.version, on: new Date(now()).toISOString().slice(0, 10) };
    });
    acknowledge(store, record);
    draw();
    box.focus();
  };
  const draw = () => {
    const read = store.read().read[record.id];
    const moved = read ? changesSince(record, read) : [];
    const ask = button(`I have read and understood ${record.version}`, say, { class: 'md-button' });
    if (read && !moved.length) {
      const link = element('a', { href: 'training.html' }, 'Your training');
      box.replaceChildren(element('p', {}, `You have read and understood ${read.version} (${read.on}). `, link));
    } else if (read) {
      box.replaceChildren(
        element('p', {}, element('strong', {}, `Changed since you read ${read.version} (${read.on})`)),
        element('ul', {}, ...moved.map(told)),
        ask,
      );
    } else box.replaceChildren(ask);
  };
  box.tabIndex = -1;
  draw();
  return box;
}

/** @param {import('../training/reading.js').Change} change */
export function told({ version, date, training, change, steps = [] }) {
  const what = training === 'retrain' ? 'do it differently' : 'read';
  const moved = steps.length ? element('ul', {}, ...steps.map((step) => element('li', {}, step))) : null;
  return element('li', {}, `${version} of ${date}, ${what}: ${change}`, moved);
}
