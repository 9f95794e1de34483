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
  const lists = section.filter((node) => node.tagName === 'OL');
  const branches = lists.map((list) => branchOf(section, list));
  const several = new Set(branches).size > 1;
  const steps = lists.flatMap((list, at) => stepsOf(/** @type {HTMLOListElement} */ (list), several ? `${branches[at]} ` : ''));
  if (!steps.length) return null;
  const text = digest(steps.map(({ action }) => action).join('\n'));
  const count = element('span', { class: 'kb-steps__count' });
  const clear = button('Clear the ticks', () => tick([]), { class: 'kb-steps__clear' });

  const labels = steps.map(({ label }) => label);
  const done = () => steps.flatMap(({ box }, at) => (box.checked ? [at + 1] : []));
  const draw = () => {
    const many = done().length;
    count.textContent = many === steps.length ? `All ${many} steps done` : `${many} of ${steps.length} steps done`;
    clear.hidden = !many;
    for (const { item, box } of steps) item.classList.toggle('kb-step--done', box.checked);
  };
  const keep = () => {
    const told = done().map((place) => labels[place - 1]).join(', ');
    const ticks = { version: data.version ?? '', text, done: done(), told, total: steps.length, at: Date.now() };
    cases.keep(data.id, ticks.done.length ? ticks : null);
    draw();
  };
  const mark = (/** @type {number[]} */ places) => steps.forEach(({ box }, at) => (box.checked = places.includes(at + 1)));
  const tick = (/** @type {number[]} */ places) => {
    mark(places);
    keep();
    say(`${places.length} of ${steps.length} steps done`);
  };
  const recall = () => {
    const kept = cases.ticks(data.id);
    // Ticks of other steps than these would say that something was done which was not.
    mark(kept && kept.text === text ? kept.done : []);
    draw();
  };

  for (const { box } of steps) box.addEventListener('change', keep);
  const bar = element('div', { class: 'kb-steps__bar' }, caseField(cases), count, clear);
  lists[0].before(bar);
  cases.onChange(recall);
  recall();
  return { done, labels, actions: steps.map(({ action }) => action) };
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
  list.classList.add('kb-steps');
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
  const shown = element('span', { class: 'kb-step__number', 'aria-hidden': 'true' }, String(number));
  const copy = copyButton('Copy', () => action, { class: 'kb-copy kb-step__copy', 'aria-label': `Copy step ${name}` });
  item.classList.add('kb-step');
  item.prepend(box, shown);
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
