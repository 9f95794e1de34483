/**
 * Danger that a question tells of: the routes, above everything else, before anything is looked up and also where nothing
 * can be. Of such a question nothing is kept: no last search, no address, no report; the journal is told its topic alone.
 */

import { element } from '../dom.js';
import { journal } from '../journal/listening.js';

/**
 * The escalation for a topic of danger.
 * @typedef {object} Route
 * @property {string} topic
 * @property {string} id
 * @property {string} heading the topic, the id and the title
 * @property {string[]} lines how to raise it, who answers how fast, and what is wrong with it
 * @property {boolean} hasPage
 */
/**
 * @typedef {object} Listening
 * @property {string} base address of the site, with a slash at its end
 * @property {boolean} isWhole whether every declared language is listened in by now
 * @property {(query: string) => Route[]} heard what a text raises, the most urgent first
 * @property {() => Promise<boolean>} rest fetches the lists of further languages; whether they are there
 */
/**
 * The alarm of a box.
 * @typedef {object} Alarm
 * @property {HTMLElement} routes links to the pages of the routes
 * @property {() => void} listen shows what the box raises
 * @property {() => Promise<boolean>} settle waits until everything was listened for, or cannot be for now; whether it was
 * @property {() => boolean} isHeard whether the box tells of danger, or holds what is left of such a text
 * @property {() => boolean} isQuiet whether nothing of the box may be kept: it is heard, or nobody has listened yet in every
 *   language
 * @property {() => boolean} isLacking whether a language is not listened in, and is not on its way
 * @property {(changed: () => void, again: () => void) => void} follow has something done after other routes are shown, and
 *   after more languages are listened in
 */

/** After how long it is said that not everything was listened for yet, in milliseconds. */
const PATIENCE = 1000;

/**
 * @param {HTMLInputElement} input
 * @param {Listening} listening
 * @param {boolean} isDialog whether the arrows go through the routes as options of the box
 * @param {(nodes: Node[]) => void} put puts the alarm where it is to be: before what else is shown
 * @returns {Alarm}
 */
export function makeAlarm(input, listening, isDialog, put) {
  const region = element('div', { class: 'kb-alarm', role: 'alert' }); // there before it says something, or it is not read
  const list = isDialog ? { id: 'kb-routes', role: 'listbox', 'aria-label': 'Routes' } : {};
  const routes = element('div', { class: 'kb-alarm__routes', ...list });
  let [heard, shown, isLacking] = ['', '', false];
  let [changed, again] = [() => {}, () => {}];
  /** @type {Set<string>} */
  const told = new Set();

  const show = (/** @type {Route[]} */ alerts) => {
    const now = alerts.map(({ id }) => id).join();
    if (now === shown) return; // said once, and not with every letter
    shown = now;
    region.replaceChildren(...alerts.map(alertOf));
    const role = isDialog ? { role: 'option', 'aria-selected': 'false' } : {};
    const pages = alerts.filter(({ hasPage }) => hasPage);
    routes.replaceChildren(...pages.map(({ id }) => linkTo(id, listening.base, role)));
    routes.hidden = !pages.length;
    changed();
  };
  const listen = () => {
    const query = input.value.trim();
    const alerts = query ? listening.heard(query) : [];
    if (alerts.length) heard = query;
    else if (!isPart(query, heard)) {
      heard = '';
      told.clear();
    }
    for (const { topic } of alerts) {
      if (!told.has(topic)) journal()?.tell({ kind: 'alerted', source: 'site', topic });
      told.add(topic);
    }
    show(alerts);
    if (query && !listening.isWhole) rest();
  };
  const rest = async () => {
    const was = isLacking;
    isLacking = !(await listening.rest());
    if (!isLacking) listen();
    if (!isLacking || !was) again();
  };

  routes.hidden = true;
  put([region, routes]);
  input.addEventListener('input', listen);
  input.addEventListener('keydown', (event) => {
    const first = routes.querySelector('a');
    if (event.key !== 'Enter' || event.isComposing || !first || input.hasAttribute('aria-activedescendant')) return;
    event.preventDefault();
    event.stopImmediatePropagation(); // it opens no row, and hands nothing on to another page
    if (event.ctrlKey || event.metaKey) window.open(first.href, '_blank', 'noopener');
    else first.click();
  });
  listen();
  return {
    routes,
    listen,
    settle: async () => {
      if (!listening.isWhole) await Promise.race([rest(), new Promise((resolve) => setTimeout(resolve, PATIENCE))]);
      listen();
      const is = listening.isWhole;
      if (!is && !isLacking) {
        isLacking = true; // it may still come
        again();
      }
      return is;
    },
    isHeard: () => heard !== '',
    isQuiet: () => heard !== '' || !listening.isWhole,
    isLacking: () => isLacking,
    follow(afterShown, afterMore) {
      [changed, again] = [afterShown, afterMore];
    },
  };
}

/**
 * Whether a text is the beginning of one that was heard, or goes on from it: it was typed, or is being taken back.
 * @param {string} text
 * @param {string} heard
 */
function isPart(text, heard) {
  return heard !== '' && (heard.startsWith(text) || text.startsWith(heard));
}

/** @param {Route} route */
function alertOf({ id, heading, lines }) {
  // An id is one word, also at the end of a line.
  const whole = (/** @type {string} */ text) =>
    text.split(id).flatMap((part, place) => (place ? [element('span', { class: 'kb-alarm__id' }, id), part] : [part]));
  const sign = element('span', { class: 'kb-alarm__sign', 'aria-hidden': 'true' }, '⚠\ufe0e');
  return element(
    'div',
    {},
    element('p', {}, sign, ' ', element('strong', {}, ...whole(heading))),
    ...lines.map((line) => element('p', {}, ...whole(line))),
  );
}

/**
 * @param {string} id
 * @param {string} base
 * @param {Record<string, string | undefined>} role
 */
function linkTo(id, base, role) {
  return element('a', { class: 'kb-alarm__route', href: `${base}${id}.html`, ...role }, `Open ${id}`);
}
