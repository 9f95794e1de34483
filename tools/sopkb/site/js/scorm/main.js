/** The course in a learning system: what it keeps is completion, score and where the learner was. */

import { element } from '../dom.js';
import { course } from '../training/course.js';
import { standing } from '../training/standing.js';
import { findApi, timespan } from './api.js';
import { resumed, suspended } from './suspended.js';

const { course: track } = JSON.parse(document.querySelector('#kb-data')?.textContent ?? '{}');
const place = document.getElementById('course');
const api = findApi();
const began = Date.now();
let finished = false;

function start() {
  api?.LMSInitialize('');
  let kept = resumed(track, api?.LMSGetValue('cmi.suspend_data') ?? '');
  const put = (/** @type {string} */ name, /** @type {string} */ value) => api?.LMSSetValue(name, value);
  const report = () => {
    const at = standing(track, kept);
    put('cmi.core.score.min', '0');
    put('cmi.core.score.max', '100');
    put('cmi.core.score.raw', String(at.score));
    put('cmi.core.lesson_status', at.passed ? 'passed' : at.finished ? 'failed' : 'incomplete');
    put('cmi.suspend_data', suspended(track, kept));
    api?.LMSCommit('');
  };
  const store = {
    read: () => kept,
    write: (/** @type {(kept: any) => void} */ change) => {
      const next = structuredClone(kept);
      change(next);
      kept = next;
      report();
      return api !== null;
    },
  };
  const spoken = element('p', { role: 'status', class: 'kb-spoken' });
  const say = (/** @type {string} */ words) => (spoken.textContent = words);
  const today = () => new Date().toISOString().slice(0, 10);
  const alone = api ? null : element('p', {}, element('strong', {}, 'No learning system was found: nothing is kept.'));
  place?.replaceChildren(...[alone, course(track, { store, today, say }), spoken].filter((part) => part !== null));
  const unfinished = ['', 'not attempted', 'unknown'];
  if (unfinished.includes(api?.LMSGetValue('cmi.core.lesson_status') ?? '')) report();
}

function finish() {
  if (!api || finished) return;
  finished = true;
  api.LMSSetValue('cmi.core.session_time', timespan(Date.now() - began));
  api.LMSSetValue('cmi.core.exit', 'suspend');
  api.LMSCommit('');
  api.LMSFinish('');
}

/** A link to a text opens it. */
function open() {
  const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
  const around = /** @type {HTMLDetailsElement | null | undefined} */ (target?.closest('details[id]'));
  if (!around) return;
  around.open = true;
  target?.scrollIntoView();
}

if (track && place) {
  start();
  window.addEventListener('hashchange', open);
  window.addEventListener('pagehide', finish);
}
