/** The steps as a checklist that remembers itself: by case, where the agent has typed one. */

import { copyButton, say } from '../copying.js';
import { button, element } from '../dom.js';
import { sectionOf } from './page.js';

/** @typedef {import('./page.js').RecordPage} RecordPage */
/** @typedef {{item: HTMLElement, label: string, action: string, box: HTMLInputElement}} Step */
/**
 * @typedef {object} Checklist
 * @property {() => number[]} done places of the steps that are done, counted from 1 over all branches
 * @property {string[]} labels how a person names each step: by its number, and by its branch where there are several
 * @property {string[]} actions what each step says to do
 */

/**
 * @param {RecordPage} page
 * @returns {Checklist | null} null where the page has no steps
 */
export function makeSteps({ data, cases }) {
  const section = sectionOf(data.steps ?? '');
  const lists = section.filter((node) => node.matches('ol.kb-steps'));
  const branches = lists.map((list) => branchOf(section, list));
  const several = new Set(branches).size > 1;
  const steps = lists.flatMap((list, at) => stepsOf(/** @type {HTMLOListElement} */ (list), several ? `${branches[at]} ` : ''));
  if (!steps.length) return null;
  const text = digest(steps.map(({ action }) => action).join('\n'));
  const count = element('span', { class: 'kb-steps__count' });
  const finish = button('Finish the case', () => say(finished(cases)), { class: 'kb-steps__clear' });
  const unkept = element('span', { class: 'kb-steps__unkept', role: 'status' });

  const labels = steps.map(({ label }) => label);
  const done = () => steps.flatMap(({ box }, at) => (box.checked ? [at + 1] : []));
  const draw = () => {
    const many = done().length;
    count.textContent = many === steps.length ? `All ${many} steps done` : `${many} of ${steps.length} steps done`;
    clear.hidden = !many;
    finish.hidden = !cases.current();
    unkept.textContent = cases.isKept() ? '' : 'This browser keeps nothing: the ticks end with this page.';
    for (const { item, box } of steps) item.classList.toggle('kb-step--done', box.checked);
  };
  const mark = (/** @type {number[]} */ places) => steps.forEach(({ box }, at) => (box.checked = places.includes(at + 1)));
  // Ticks of other steps than these would say that something was done which was not.
  const doneOf = (/** @type {import('./cases.js').Ticks | null} */ kept) => (kept && kept.text === text ? kept.done : []);
  const recall = () => {
    mark(doneOf(cases.ticks(data.id)));
    draw();
  };
  const change = (/** @type {(places: number[]) => number[]} */ changed) => {
    cases.change(data.id, (kept) => {
      const places = changed(doneOf(kept)).sort((one, other) => one - other);
      return places.length ? { version: data.version ?? '', text, done: places, labels, at: Date.now() } : null;
    });
    recall();
  };
  const clear = button(
    'Clear the ticks',
    () => {
      change(() => []);
      say(`0 of ${steps.length} steps done`);
    },
    { class: 'kb-steps__clear' },
  );

  steps.forEach(({ box }, at) => {
    box.addEventListener('change', () => {
      const place = at + 1;
      change((places) => [...places.filter((each) => each !== place), ...(box.checked ? [place] : [])]);
    });
  });
  const bar = section.find((node) => node.matches('.kb-steps__bar'));
  bar?.append(caseField(cases), finish, count, clear, unkept);
  cases.onChange(recall);
  recall();
  return { done, labels, actions: steps.map(({ action }) => action) };
}

/**
 * Puts the case away: the next one starts with nothing ticked.
 * @param {import('./cases.js').Cases} cases
 */
function finished(cases) {
  const id = cases.current();
  cases.finish();
  return `${id} is put away`;
}

/**
 * The heading below which a list of steps stands; the section's own, where it has no branches.
 * @param {Element[]} section
 * @param {Element} list
 */
function branchOf(section, list) {
  const heading = section.slice(0, section.indexOf(list)).findLast((node) => /^H[1-6]$/.test(node.tagName));
  return heading?.firstChild?.textContent?.trim() ?? '';
}

/**
 * Where the id of a case is typed; every page of the tab then knows it.
 * @param {import('./cases.js').Cases} cases
 */
export function caseField(cases) {
  const input = /** @type {HTMLInputElement} */ (
    element('input', { class: 'kb-case__id', placeholder: 'none', autocomplete: 'off', spellcheck: 'false', size: 14 })
  );
  input.value = cases.current();
  input.addEventListener('change', () => cases.choose(input.value));
  cases.onChange(() => {
    if (input.value.trim() !== cases.current()) input.value = cases.current();
  });
  return element('label', { class: 'kb-case' }, 'Case ', input);
}

/**
 * @param {HTMLOListElement} list
 * @param {string} branch what stands before its numbers where they are named elsewhere
 */
function stepsOf(list, branch) {
  const items = /** @type {HTMLElement[]} */ ([...list.children].filter((item) => item.tagName === 'LI'));
  return items.map((item, place) => stepOf(item, list.start + place, branch));
}

/**
 * @param {HTMLElement} item
 * @param {number} number
 * @param {string} branch
 * @returns {Step}
 */
function stepOf(item, number, branch) {
  const action = actionOf(item);
  const name = `${branch}${number}`;
  const box = /** @type {HTMLInputElement} */ (
    element('input', { type: 'checkbox', class: 'kb-step__box', 'aria-label': `Step ${name} is done` })
  );
  const copy = copyButton('Copy', () => action, { class: 'kb-copy kb-step__copy', 'aria-label': `Copy step ${name}` });
  item.classList.add('kb-step');
  item.prepend(box);
  item.append(copy);
  return { item, label: name, action, box };
}

/**
 * What a step says to do, without how to check it, and without the word that it is the user's.
 * @param {HTMLElement} item
 */
function actionOf(item) {
  const check = item.querySelector('.kb-check');
  const mark = item.querySelector('.kb-user');
  const range = document.createRange();
  range.selectNodeContents(item);
  if (mark && !item.textContent?.slice(0, item.textContent.indexOf('User:')).trim()) range.setStartAfter(mark);
  if (check) range.setEndBefore(check);
  return range.toString().replace(/\s+/g, ' ').trim();
}

/**
 * A short digest of a text, to tell whether it is the same.
 * @param {string} text
 */
function digest(text) {
  let sum = 0;
  for (const character of text) sum = (Math.imul(sum, 31) + (character.codePointAt(0) ?? 0)) | 0;
  return (sum >>> 0).toString(36);
}
