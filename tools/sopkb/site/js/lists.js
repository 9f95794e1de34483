/**
 * Lists, read later than they were made: what each record is now. What a list of live records would say wrongly, it moves
 * out of the way.
 */

import { dayOf, describe, duration, isLive, timeOf } from '../../search/static/js/state.js';
import { ageOf, built, utcOf } from './built.js';
import { element } from './dom.js';
import { asTimeGoesBy, classOf, now, statusOf } from './live.js';

/** @typedef {import('../../search/static/js/state.js').Status} Status */

const DAY = 24 * 60 * 60 * 1000;

/**
 * What is said behind a state: the time that is left, and the moment it turns on.
 * @param {Status} status
 */
function timesOf({ state, moment }) {
  if (moment === null) return [];
  if (state !== 'LIVE' && state !== 'EXPIRES SOON') {
    return [describe({ state, moment }, now()).slice(state.length + 2, -1)]; // without the brackets around it
  }
  return [`${duration(moment - now())} left`, `until ${dayOf(moment)} ${timeOf(moment)} UTC`];
}

/**
 * Tell a state anew.
 * @param {HTMLElement} mark
 */
function retell(mark) {
  const status = statusOf(mark.dataset.life ?? '');
  mark.textContent = status.state;
  mark.className = classOf(status);
  const times = timesOf(status).flatMap((text) => [' ', element('small', {}, text)]);
  mark.closest('.kb-now')?.replaceChildren(mark, ...times);
  return isLive(status.state);
}

/** @type {Map<HTMLElement, HTMLElement>} */
const aside = new Map();

/**
 * Put a record that is no longer in force below its list, folded away.
 * @param {HTMLElement} list
 * @param {HTMLTableRowElement} row
 */
function setAside(list, row) {
  const place = aside.get(list) ?? element('details', { class: 'kb-over' }, element('summary'), element('ul'));
  aside.set(list, place);
  place.children[1].append(element('li', {}, row.querySelector('a')));
  row.remove();
  const count = place.children[1].childElementCount;
  place.children[0].textContent = `${count} expired since this list was made: do not follow`;
  list.after(place);
  if (!list.querySelector('tbody tr')) list.replaceChildren(element('p', {}, 'None of them is in force any more.'));
}

const lists = /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll('.kb-list'));
asTimeGoesBy(() => {
  for (const list of lists) {
    for (const mark of /** @type {NodeListOf<HTMLElement>} */ (list.querySelectorAll('.kb-state[data-life]'))) {
      const holds = retell(mark);
      const row = mark.closest('tr');
      if (row && !holds && list.dataset.keeps === 'live') setAside(list, row);
    }
  }
});

/**
 * Say when a list was made that does not say so itself, and how long ago that was; a week that is over is not this one.
 * @param {HTMLElement} asOf
 */
function tellAge(asOf) {
  const written = asOf.querySelector('time')?.dateTime;
  const made = written ? Date.parse(written) : built();
  if (Number.isNaN(made)) return;
  const age = now() - made;
  if (!written) asOf.append(` It was built ${utcOf(made)}.`);
  if (age > DAY) asOf.append(element('strong', {}, ` That was ${ageOf(age)} ago: what came later is not known here.`));
  const name = 'week' in asOf.dataset && age > DAY ? document.querySelector('h1')?.firstChild : null;
  if (name) name.textContent = `Changed in the week before ${dayOf(made)}`;
}

// Once all scripts have run: one of them brings the moment of the build.
document.addEventListener('DOMContentLoaded', () => {
  for (const asOf of /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll('.kb-as-of'))) tellAge(asOf);
});

const home = /** @type {HTMLInputElement | null} */ (document.querySelector('#kb-home'));
if (home) {
  home.onfocus = () => /** @type {any} */ (globalThis).kbLoad?.(); // the dialog's script sees to it, once it is there
  const form = /** @type {HTMLFormElement} */ (home.form);
  // On to the search page once it is known what may stand in its address: until the dialog's script is there, Enter waits.
  form.onsubmit = () => {
    form.dataset.kbEntered = home.value;
    return false;
  };
}
