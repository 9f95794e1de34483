/** Nothing found: what was looked for, and a report to paste where gaps are collected. */

import { copyButton } from './copying.js';
import { element } from './dom.js';
import { journal } from './journal/listening.js';

/** @typedef {import('../../search/static/js/search.js').Answer} Answer */

/**
 * @param {Answer} answer
 * @param {Record<string, string[]>} filters
 * @param {number} now
 * @param {boolean} isQuiet whether nothing may be made of the question: then there is no report of it
 * @returns {HTMLElement}
 */
export function nothingFound({ query, plan }, filters, now, isQuiet) {
  if (isQuiet) return element('p', { class: 'kb-note' }, element('strong', {}, 'No record answers this.'));
  const words = plan.words.filter(({ isInformative }) => isInformative).map(({ surface }) => surface);
  const chosen = Object.entries(filters).flatMap(([field, values]) => values.map((value) => `${field}: ${value}`));
  const looked = [words.length ? `Looked for: ${words.join(', ')}.` : 'No word to look for was left.'];
  const missing = plan.missing.map(({ text }) => text).join(', ');
  if (missing) looked.push(`No record has ${missing}.`);
  if (chosen.length) looked.push(`Only ${chosen.join(', ')}.`);
  const report = [
    `Gap: ${query}`,
    `Searched for: ${query}`,
    ...(chosen.length ? [`Narrowed down to: ${chosen.join(', ')}`] : []),
    ...(missing ? [`In no record: ${missing}`] : []),
    `When: ${new Date(now).toISOString().slice(0, 16).replace('T', ' ')} UTC`,
    'What the user said: ',
    'What I did in the end: ',
  ].join('\n');
  const area = /** @type {HTMLTextAreaElement} */ (
    element('textarea', { rows: 7, 'aria-label': 'Report of a gap', class: 'kb-gap__text', spellcheck: 'false' })
  );
  area.value = report;
  const copy = copyButton('Copy the report', () => area.value, { class: 'kb-gap__copy' });
  const send = journal()?.sender(() => ({ kind: 'report', source: 'site', outcome: 'gap', query, note: area.value }));
  return element(
    'div',
    { class: 'kb-gap' },
    element('p', {}, element('strong', {}, 'No record answers this. '), looked.join(' ')),
    element('p', {}, 'Fewer words may help. Leave out names and addresses, and report what is missing:'),
    area,
    send ?? null,
    copy,
  );
}
