/** The result of a track, as a page to print. */

import { button, element } from '../dom.js';
import { questionsOf, resultsOf, standing } from './standing.js';

/** @typedef {import('./course.js').Track} Track */
/** @typedef {import('./store.js').Kept} Kept */

/**
 * What stands on it.
 * @param {Track} track
 * @param {Kept} kept
 * @returns {HTMLElement[]}
 */
export function resultOf(track, kept) {
  const at = standing(track, kept);
  const results = resultsOf(track, kept);
  const rows = track.modules
    .filter(({ id }) => questionsOf(track, id).length)
    .map(({ id, title, passMark }) => {
      const { right, of, tries, on } = results[id];
      const cells = [`${id}: ${title}`, `${right} of ${of}`, passMark ? neededIn(passMark) : '', String(tries), on];
      return element('tr', {}, ...cells.map((cell) => element('td', {}, cell)));
    });
  const heads = ['Module', 'Right', 'Needed', 'Tried', 'On'].map((cell) => element('th', { scope: 'col' }, cell));
  const table = element('table', {}, element('thead', {}, element('tr', {}, ...heads)), element('tbody', {}, ...rows));
  return [
    element('h3', {}, `Result: ${track.id} ${track.title}, version ${track.version}`),
    element('p', {}, element('strong', {}, `${said(track, at)}. ${at.right} of ${at.of} right, ${at.score}%.`)),
    element('p', {}, `Records read: ${at.read} of ${at.records}. Name: ${kept.who.name || '______________________'}`),
    table,
    element('p', { class: 'kb-course__sign' }, 'Signed: ______________________  Date: ______________'),
    button('Print the result', () => printed(), { class: 'md-button' }),
  ];
}

/**
 * @param {Track} track
 * @param {ReturnType<typeof standing>} at
 */
function said(track, at) {
  if (at.passed) return 'Passed';
  const short = track.modules.filter(({ id }) => at.short.includes(id));
  const reasons = short.map(({ id, passMark }) => `${id} needs ${neededIn(passMark ?? 100)}`);
  if (at.score < track.passMark) reasons.unshift(`${track.passMark}% are needed`);
  return `Not passed: ${reasons.join('; ')}`;
}

/**
 * What a module asks for.
 * @param {number} passMark
 */
export function neededIn(passMark) {
  return passMark === 100 ? 'every answer right' : `${passMark}%`;
}

function printed() {
  document.documentElement.classList.add('kb-printing-result');
  print();
  document.documentElement.classList.remove('kb-printing-result');
}
