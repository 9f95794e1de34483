/** A track to follow: modules with what is to be read, a quiz after each, a result to print. It draws anew what changes. */

import { button, element } from '../dom.js';
import { percent } from './marking.js';
import { asked } from './quiz.js';
import { changesSince, isCurrent } from './reading.js';
import { neededIn, resultOf } from './result.js';
import { questionsOf, resultsOf, standing } from './standing.js';
import { majorOf } from './store.js';

/** @typedef {import('./marking.js').Question} Question */
/** @typedef {import('./reading.js').Change} Change */
/** @typedef {import('./store.js').Store} Store */
/** @typedef {{id: string, title: string, href: string, version: string, note: string, changes: Change[]}} Taught */
/** @typedef {{id: string, title: string, minutes: number, passMark?: number, records: Taught[]}} Module */
/**
 * @typedef {object} Track
 * @property {string} id
 * @property {string} title
 * @property {string} version
 * @property {number} passMark percent
 * @property {Module[]} modules
 * @property {Question[]} questions
 */
/**
 * @typedef {object} Around
 * @property {Store} store
 * @property {() => string} today
 * @property {(said: string) => void} say
 * @property {() => void} [changed] called when something was kept
 * @property {(record: Taught) => void} [wasRead] called when a reader says that they have read a record
 */

/**
 * The track as a part of a page.
 * @param {Track} track
 * @param {Around} around
 * @returns {HTMLElement}
 */
export function course(track, around) {
  const head = element('div', { class: 'kb-course__head' });
  const result = element('section', { class: 'kb-course__result', 'aria-label': 'Result' });
  const draw = () => {
    const at = standing(track, around.store.read());
    const bar = element('progress', { max: at.records + at.modules, value: at.read + at.done, 'aria-label': 'Progress' });
    const words = `${at.read} of ${at.records} records read, ${at.done} of ${at.modules} quizzes done.`;
    head.replaceChildren(bar, element('p', {}, words, element('strong', {}, beganAnew(track, around.store.read()))));
    result.replaceChildren(...(at.finished ? resultOf(track, around.store.read()) : []));
    around.changed?.();
  };
  const modules = track.modules.map((module) => moduleOf(track, module, around, draw));
  draw();
  return element('div', { class: 'kb-course' }, head, ...modules, result);
}

/**
 * Why quizzes that were done are not, where that is so.
 * @param {Track} track
 * @param {import('./store.js').Kept} kept
 */
function beganAnew(track, kept) {
  const followed = kept.tracks[track.id];
  if (!followed || majorOf(followed.version) === majorOf(track.version)) return '';
  return ` You followed version ${followed.version}. ${track.version} teaches something else: its quizzes begin anew.`;
}

/**
 * @param {Track} track
 * @param {Module} module
 * @param {Around} around
 * @param {() => void} draw
 */
function moduleOf(track, module, around, draw) {
  const list = element('ul', { class: 'kb-course__records' }, ...module.records.map((each) => line(each, around, draw)));
  const place = element('div', { class: 'kb-quiz' });
  const questions = questionsOf(track, module.id);
  const name = `${module.id}: ${module.title}`;
  const before = () => resultsOf(track, around.store.read())[module.id];
  const standingLine = element('p', { class: 'kb-course__standing' });
  const tell = () => {
    const had = before();
    standingLine.textContent = had ? `Quiz: ${had.right} of ${had.of} right on ${had.on}, ${had.tries} tried.` : '';
  };
  const start = () => {
    const form = quizOf(track, module, questions, around, () => {
      tell();
      draw();
      open.textContent = 'Try again';
    });
    place.replaceChildren(form);
    /** @type {HTMLElement | null} */ (form.querySelector('input,button'))?.focus();
  };
  const own = module.passMark ? `, to pass: ${neededIn(module.passMark)}` : '';
  const count = questions.length === 1 ? '1 question' : `${questions.length} questions`;
  const open = button(before() ? 'Try again' : `Quiz: ${count}`, start, { class: 'md-button kb-course__start' });
  open.setAttribute('aria-label', `Quiz of ${name}, ${count}`);
  tell();
  const parts = questions.length ? [standingLine, open, place] : [];
  return element(
    'section',
    { class: 'kb-course__module', 'aria-label': name },
    element('h3', {}, name, element('small', {}, ` ${module.minutes} min${own}`)),
    list,
    ...parts,
  );
}

let lines = 0;

/**
 * A record to read, with a box to tick at its version.
 * @param {Taught} record
 * @param {Around} around
 * @param {() => void} draw
 */
function line(record, around, draw) {
  const box = /** @type {HTMLInputElement} */ (element('input', { type: 'checkbox' }));
  const since = element('span', { class: 'kb-course__since' });
  const show = () => {
    const read = around.store.read().read[record.id];
    box.checked = isCurrent(record, read);
    const moved = read ? changesSince(record, read) : [];
    since.textContent = moved.length ? ` Changed since you read ${read.version}: ${moved.map(({ change }) => change).join('; ')}` : '';
  };
  box.addEventListener('change', () => {
    around.store.write((kept) => {
      if (box.checked) kept.read[record.id] = { version: record.version, on: around.today() };
      else delete kept.read[record.id];
    });
    if (box.checked) around.wasRead?.(record);
    show();
    draw();
  });
  show();
  const words = `${record.title}, version ${record.version}`;
  box.setAttribute('aria-label', `Read: ${record.id} ${words}`);
  box.id = `kb-read-${record.id}-${(lines += 1)}`; // a record may stand in two modules
  const link = element('a', { href: record.href }, record.id);
  const label = element('label', { for: box.id }, ` ${words}`);
  const note = record.note ? element('span', { class: 'kb-newer' }, ` ${record.note}`) : null;
  return element('li', {}, box, ' ', link, label, note, since);
}

/**
 * @param {Track} track
 * @param {Module} module
 * @param {Question[]} questions
 * @param {Around} around
 * @param {() => void} finished
 */
function quizOf(track, module, questions, around, finished) {
  const forms = questions.map((question) => asked(question, around.say));
  const outcome = element('p', { class: 'kb-quiz__outcome', tabindex: '-1' });
  const check = button('Check my answers', () => {
    const open = forms.filter(({ given }) => given() === null);
    if (open.length) {
      outcome.textContent = `${open.length} of ${forms.length} not answered yet.`;
      /** @type {HTMLElement | null} */ (open[0].form.querySelector('input,button'))?.focus();
      around.say(outcome.textContent);
      return;
    }
    const right = forms.filter(({ mark }) => mark()).length;
    const needed = module.passMark ?? track.passMark;
    const enough = right * 100 >= forms.length * needed;
    for (const { form } of forms) form.querySelectorAll('input,button').forEach((part) => part.setAttribute('disabled', ''));
    check.remove();
    around.store.write((kept) => keep(kept, track, module.id, { right, of: forms.length, on: around.today() }));
    outcome.textContent = `${right} of ${forms.length} right, ${percent(right, forms.length)}%. ${enough ? 'That is enough.' : `Needed: ${neededIn(needed)}. Read the sections named above, and try again.`}`;
    outcome.focus();
    finished();
  }, { class: 'md-button md-button--primary' });
  return element('div', {}, ...forms.map(({ form }) => form), check, outcome);
}

/**
 * The last result counts, as it does on paper; a track of another major begins anew.
 * @param {import('./store.js').Kept} kept
 * @param {Track} track
 * @param {string} module
 * @param {{right: number, of: number, on: string}} result
 */
function keep(kept, track, module, result) {
  const had = kept.tracks[track.id];
  const isOther = had && majorOf(had.version) !== majorOf(track.version);
  const followed = had && !isOther ? had : { version: track.version, modules: {} };
  followed.version = track.version;
  followed.modules[module] = { ...result, tries: (followed.modules[module]?.tries ?? 0) + 1 };
  kept.tracks[track.id] = followed;
}
