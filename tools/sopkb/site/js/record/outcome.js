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
/** What a report says of the step until somebody has said it. */
const OPEN = 'It stopped at: not said';
/** Characters of a step in a list to choose from. */
const LONGEST_OPTION = 70;

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
        const asked = /** @type {NodeListOf<HTMLSelectElement | HTMLTextAreaElement>} */ (place.querySelectorAll('select, textarea'));
        [...asked].find(({ value, type }) => type === 'textarea' || !value)?.focus(); // the question, where it is open
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
  const where = kind === 'failed' && checklist ? whereItStopped(checklist, area) : null;
  const asks = {
    worked: ['How long it took: '],
    failed: [where?.line() ?? '', 'What I saw: '],
    wrong: ['Where on the page: ', 'What is wrong: ', 'What it should say: '],
  };
  area.value = [
    `${line} ${kind === 'wrong' ? 'is wrong' : kind}`,
    ...(cases.current() ? [`Case: ${cases.current()}`] : []),
    ...(checklist ? [`Steps done: ${doneOf(checklist)}`] : []),
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
  const send = journal()?.sender(() =>
    where && !where.isSaid()
      ? where.ask()
      : {
          ...{ kind: 'report', source: 'site', outcome: kind, record, note: area.value.slice(0, MOST) },
          ...(version ? { version } : {}),
        },
  );
  const copy = copyButton('Copy report', () => area.value, { class: 'kb-copy kb-copy--main' }, () => (where && !where.isSaid() ? ['the step'] : []));
  return [
    ...(where ? [where.node] : []),
    area,
    element('p', { class: 'kb-reply__foot' }, send ?? null, copy, ' ', link),
    element('p', { class: 'kb-reply__left' }, 'No names, no personal data, no content under review.'),
  ];
}

/**
 * The steps that were ticked. Whoever ticked none may have done them all: nobody has said.
 * @param {Checklist} checklist
 */
function doneOf(checklist) {
  const done = checklist.done();
  return done.length ? `${done.map((place) => checklist.labels[place - 1]).join(', ')} of ${checklist.labels.length}` : 'not ticked';
}

/**
 * Asks at which step it stopped. Ticks from the first step on without a gap tell it; any others do not.
 * @param {Checklist} checklist
 * @param {HTMLTextAreaElement} area the report, whose line about it follows the choice
 */
function whereItStopped({ done, labels, actions }, area) {
  const ticked = done();
  const isTold = ticked.length > 0 && ticked.every((place, at) => place === at + 1);
  const options = [
    ['', 'choose', OPEN],
    ...actions.map((action, at) => [String(at), `${labels[at]}. ${shortened(action)}`, `It stopped at step ${labels[at]}: ${action}`]),
    [String(actions.length), 'after the last step', 'It stopped after the last step'],
    ['unknown', 'I do not know', 'It stopped at: not known'],
  ];
  const select = /** @type {HTMLSelectElement} */ (
    element('select', { class: 'kb-field' }, ...options.map(([value, label]) => element('option', { value }, label)))
  );
  select.value = isTold ? String(ticked.length) : '';
  const line = () => options[select.selectedIndex][2];
  let written = line();
  select.addEventListener('change', () => {
    const lines = area.value.split('\n');
    const place = lines.indexOf(written);
    written = line();
    if (place < 0) lines.push(written);
    else lines[place] = written;
    area.value = lines.join('\n');
    area.dispatchEvent(new Event('input'));
  });
  return {
    node: element('label', { class: 'kb-label kb-outcome__where' }, 'At which step did it stop?', select),
    line,
    isSaid: () => !area.value.split('\n').includes(OPEN), // whoever wrote a text of their own has said what they know
    ask() {
      select.focus();
      return 'At which step did it stop?';
    },
  };
}

/** @param {string} text */
function shortened(text) {
  return text.length > LONGEST_OPTION ? `${text.slice(0, LONGEST_OPTION - 1)}…` : text;
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
