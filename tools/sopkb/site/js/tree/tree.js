/**
 * A troubleshooter, one question at a time. The way that was gone is in the address (`#way=1.3`: the first answer, then the
 * third), so that the browser's own Back goes one question back, and a link leads to the same place.
 */

import { copyButton } from '../copying.js';
import { button, element } from '../dom.js';
import { freshen } from '../live.js';
import { linkTo, ticketLine } from '../record/page.js';
import { slugOf } from '../../../search/static/js/state.js';

/** @typedef {import('../record/page.js').Data} Data */
/** @typedef {import('../record/page.js').Question} Question */
/** @typedef {import('../record/page.js').Choice} Choice */

/** Questions on one way at most: a tree that leads back to itself ends there. */
const LONGEST = 40;

/**
 * @param {Data} data
 * @param {string} base address of the site, with a slash at its end
 */
export function makeTree(data, base) {
  const place = /** @type {HTMLElement | null} */ (document.querySelector('.kb-tree'));
  if (!data.nodes?.length || !place) return;
  place.setAttribute('role', 'group');
  place.setAttribute('aria-label', 'One question at a time');
  const whole = /** @type {HTMLDetailsElement} */ (document.querySelector('.kb-tree__all'));
  whole.open = false;
  whole.classList.add('kb-tree__all--folded');

  const go = (/** @type {number[]} */ way) => {
    location.hash = `way=${way.join('.')}`;
  };
  const draw = (isMoved = false) => {
    const way = wayOf(location.hash);
    place.replaceChildren(...drawing(data, base, way, go));
    freshen(place);
    if (isMoved) /** @type {HTMLElement | null} */ (place.querySelector('.kb-tree__ask, .kb-tree__end'))?.focus();
  };
  document.addEventListener('keydown', ({ key, target, ctrlKey, metaKey, altKey }) => {
    if (ctrlKey || metaKey || altKey || !/^[1-9]$/.test(key)) return;
    if (/** @type {Element} */ (target).closest('input, textarea, select, [contenteditable]')) return; // a number for that
    /** @type {HTMLElement | undefined} */ (place.querySelectorAll('.kb-tree__answer')[Number(key) - 1])?.click();
  });
  addEventListener('hashchange', () => {
    if (!location.hash || location.hash.startsWith('#way=')) draw(true);
  });
  draw();
  if (location.hash.startsWith('#way=')) place.scrollIntoView({ block: 'center' });
}

/**
 * The numbers of the answers that an address holds.
 * @param {string} hash
 */
function wayOf(hash) {
  const match = /^#way=((?:\d{1,3}\.)*\d{0,3})$/.exec(hash);
  return (match?.[1] ?? '').split('.').filter(Boolean).map(Number).slice(0, LONGEST);
}

/**
 * @param {Data} data
 * @param {string} base
 * @param {number[]} way
 * @param {(way: number[]) => void} go
 * @returns {(Node | string)[]}
 */
function drawing(data, base, way, go) {
  const questions = data.nodes ?? [];
  /** @type {{question: Question, choice: Choice}[]} */
  const gone = [];
  /** @type {Question | undefined} */
  let question = questions[0];
  /** @type {Choice | null} */
  let end = null;
  for (const number of way) {
    /** @type {Choice | undefined} */
    const choice = question?.answers[number - 1];
    if (!question || !choice) break;
    gone.push({ question, choice });
    const /** @type {string | undefined} */ next = choice.goto;
    question = next === undefined ? undefined : questions.find(({ id }) => id === next);
    if (!question) {
      end = choice;
      break;
    }
  }
  const numbers = way.slice(0, gone.length);
  const path = `${ticketLine(data)}: ${gone.map(({ choice }) => choice.say).join(' > ')}`;
  const crumbs = gone.map(({ question: asked, choice }, place) =>
    element(
      'li',
      {},
      element('span', { class: 'kb-tree__asked' }, asked.ask),
      ' ',
      button(choice.say, () => go(numbers.slice(0, place)), { class: 'kb-tree__said', title: 'Answer this one again' }),
    ),
  );
  const foot = element(
    'p',
    { class: 'kb-tree__foot' },
    gone.length ? button('Back', () => go(numbers.slice(0, -1)), { class: 'kb-copy' }) : null,
    gone.length ? button('Restart', () => go([]), { class: 'kb-copy' }) : null,
    gone.length ? copyButton('Copy the way for the ticket', () => (end ? `${path} → ${end.id ?? end.lost ?? ''}` : path)) : null,
  );
  const trail = crumbs.length ? element('ol', { class: 'kb-tree__way', 'aria-label': 'So far' }, ...crumbs) : '';
  return [trail, end ? endOf(end, base) : question ? askOf(question, numbers, go) : '', foot];
}

/**
 * @param {Question} question
 * @param {number[]} way
 * @param {(way: number[]) => void} go
 */
function askOf({ ask, answers }, way, go) {
  const choices = answers.map(({ say }, place) => {
    const choose = button('', () => go([...way, place + 1]), { class: 'kb-tree__answer' });
    choose.append(element('kbd', { 'aria-hidden': 'true' }, String(place + 1)), ` ${say}`);
    return element('li', {}, choose);
  });
  return element(
    'div',
    {},
    element('p', { class: 'kb-tree__ask', tabindex: -1 }, ask),
    element('ol', { class: 'kb-tree__answers' }, ...choices),
  );
}

/**
 * Where the way ends: the record that applies, and whether it holds now.
 * @param {Choice} choice
 * @param {string} base
 */
function endOf({ id, title, life, state, lost }, base) {
  if (!id) return element('p', { class: 'kb-tree__end', tabindex: -1 }, `It leads to ${lost ?? 'nothing'}, which is not here.`);
  const name = slugOf(/** @type {import('../../../search/static/js/state.js').State} */ (state ?? 'LIVE'));
  const mark = element('span', { class: `kb-state kb-state--${name}`, 'data-life': life || null }, state ?? 'LIVE');
  return element('p', { class: 'kb-tree__end', tabindex: -1 }, 'Follow ', linkTo({ id, title }, base), ' ', mark);
}
