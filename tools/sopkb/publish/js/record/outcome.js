/** Worked, failed, wrong: a report that only has to be finished, and pasted where reports are collected. */

import { copyButton } from '../copying.js';
import { button, element } from '../dom.js';
import { journal } from '../journal/listening.js';
import { now, settings } from '../live.js';
import { endOfBody } from './replies.js';
import { ticketLine, utc } from './page.js';

/** @typedef {import('./page.js').RecordPage} RecordPage */
/** @typedef {import('./steps.js').Checklist} Checklist */

/** Characters of a report that an address holds; hosts refuse longer ones. */
const MOST = 4000;

/**
 * @param {RecordPage} page
 * @param {Checklist | null} checklist
 */
export function makeOutcome(page, checklist) {
  const { article } = page;
  const place = element('div', { class: 'kb-outcome__place' });
  const kinds = checklist
    ? { worked: 'It worked', failed: 'It failed', wrong: 'Something here is wrong' }
    : { wrong: 'Something here is wrong' };
  const buttons = Object.entries(kinds).map(([kind, label]) =>
    button(
      label,
      () => {
        for (const each of buttons) each.setAttribute('aria-pressed', String(each === pressed(kind)));
        place.replaceChildren(...formOf(kind, page, checklist));
        place.querySelector('textarea')?.focus();
      },
      { class: `kb-outcome__button kb-outcome__button--${kind}`, 'aria-pressed': 'false', 'data-kind': kind },
    ),
  );
  const pressed = (/** @type {string} */ kind) => buttons.find((each) => each.dataset.kind === kind);
  const label = checklist ? 'Did it work?' : 'Is this page right?';
  const bar = element('div', { class: 'kb-outcome__bar', role: 'group', 'aria-label': label }, element('b', {}, label), ...buttons);
  endOfBody(article).before(element('div', { class: 'kb-outcome' }, bar, place));
}

/**
 * @param {string} kind
 * @param {RecordPage} page
 * @param {Checklist | null} checklist
 * @returns {Node[]}
 */
function formOf(kind, { data, base, cases }, checklist) {
  const line = ticketLine(data);
  const area = /** @type {HTMLTextAreaElement} */ (
    element('textarea', { class: 'kb-field kb-message', rows: 8, 'aria-label': 'The report', spellcheck: 'false' })
  );
  const done = checklist?.done() ?? [];
  const total = checklist?.actions.length ?? 0;
  const next = checklist?.actions.findIndex((_, place) => !done.includes(place + 1)) ?? -1;
  const asks = {
    worked: ['How long it took: '],
    failed: [next >= 0 ? `It stopped at step ${next + 1}: ${checklist?.actions[next]}` : 'It stopped at: ', 'What I saw: '],
    wrong: ['Where on the page: ', 'What is wrong: ', 'What it should say: '],
  };
  area.value = [
    `${line} ${kind === 'wrong' ? 'is wrong' : kind}`,
    ...(cases.current() ? [`Case: ${cases.current()}`] : []),
    ...(total ? [`Steps done: ${done.length ? done.join(', ') : 'none'} of ${total}`] : []),
    ...asks[/** @type {'worked'} */ (kind)],
    `When: ${utc(now())}`,
    `Page: ${base}${data.id}.html`,
  ].join('\n');
  const { form } = settings();
  const link = /^https:\/\//.test(form) ? element('a', { target: '_blank', rel: 'noopener' }, 'Open the form with it') : null;
  const address = () => link?.setAttribute('href', addressOf(form, data.id, `${line}: ${kind}`, area.value));
  area.addEventListener('input', address);
  address();
  const { id: record, version } = data;
  const send = journal()?.sender(() => ({
    ...{ kind: 'report', source: 'site', outcome: kind, record, note: area.value.slice(0, MOST) },
    ...(version ? { version } : {}),
  }));
  return [
    area,
    element('p', { class: 'kb-reply__foot' }, send ?? null, copyButton('Copy report', () => area.value, { class: 'kb-copy kb-copy--main' }), ' ', link),
    element('p', { class: 'kb-reply__left' }, 'No names, no personal data, no content under review.'),
  ];
}

/**
 * @param {string} form
 * @param {string} id
 * @param {string} title
 * @param {string} text
 */
function addressOf(form, id, title, text) {
  const values = /** @type {Record<string, string>} */ ({ id, title, text: text.slice(0, MOST) });
  return form.replace(/\{(id|title|text)\}/g, (_, name) => encodeURIComponent(values[name]));
}
