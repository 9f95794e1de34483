/**
 * Where the script begins that listens for danger. It is fetched with the search box, needs nothing else of the search, and
 * waits for none of it. The rest comes with the first
 * letter: more of the list of the base's own language, and those of all others.
 */

import { listener, together } from '../../../search/static/js/danger.js';
import { makeAlarm } from './alarm.js';

/** @typedef {import('./alarm.js').Alarm} Alarm */
/** @typedef {import('./alarm.js').Listening} Listening */

const given = /** @type {any} */ (globalThis).kbRoutes;
const box = /** @type {HTMLElement} */ (document.querySelector('[data-kb-search]'));
const base = new URL(box.dataset.kbSearch ?? '', location.href).href;
let { lists } = given;
let hears = listener(lists);
/** @type {Promise<boolean> | null} */
let fetching = null;

/** @type {Listening} */
const listening = {
  base,
  isWhole: !given.rest,
  heard(query) {
    const topics = hears(query);
    const raised = new Map();
    for (const route of given.routes) {
      if (topics.includes(route.topic) && !raised.has(route.id)) raised.set(route.id, route);
    }
    return [...raised.values()];
  },
  rest() {
    fetching ??= new Promise((resolve) => {
      const script = document.createElement('script');
      script.src = base + given.rest;
      script.onload = () => resolve(listening.isWhole);
      script.onerror = () => {
        fetching = null; // the next letter tries again
        resolve(false);
      };
      document.head.append(script);
    });
    return fetching;
  },
};

/** @type {Map<HTMLInputElement, Alarm>} */
const alarms = new Map();
const alarmOf = (/** @type {HTMLInputElement} */ input, /** @type {(nodes: Node[]) => void} */ put) => {
  const alarm = alarms.get(input) ?? makeAlarm(input, listening, box.contains(input), put);
  alarms.set(input, alarm);
  return alarm;
};

Object.assign(globalThis, {
  kbDanger: { heard: listening.heard, alarmOf },
  /** @param {import('../../../search/static/js/danger.js').Lists} more */
  kbLists(more) {
    lists = together(lists, more);
    hears = listener(lists);
    listening.isWhole = true;
  },
});

const place = /** @type {HTMLElement} */ (box.querySelector('[data-kb-output],.md-search__scrollwrap'));
alarmOf(/** @type {HTMLInputElement} */ (box.querySelector('input')), (nodes) => place.prepend(...nodes));
const home = /** @type {HTMLInputElement | null} */ (document.getElementById('kb-home'));
if (home) alarmOf(home, (nodes) => home.form?.after(...nodes));
