/** Whom to reach, how fast they answer and whether they are there now; and the message that gives them what they need. */

import { copyButton } from '../copying.js';
import { element } from '../dom.js';
import { now } from '../live.js';
import { caseField } from './steps.js';
import { linkTo, sectionOf, ticketLine, told, utc } from './page.js';

/** @typedef {import('./page.js').RecordPage} RecordPage */
/** @typedef {import('./page.js').Level} Level */
/** @typedef {import('./page.js').Answering} Answering */

const MINUTE = 60_000;
const WEEK = 7 * 24 * 60;
/** Monday, 5 January 1970: the first one since the epoch. */
const MONDAY = 4 * 24 * 60;

/**
 * Whether a team is there, and until or from when.
 * @param {Answering} level
 * @param {number} moment in milliseconds
 * @returns {{isOpen: boolean, turns: number | null} | null} null where its hours can only be read by a person
 */
export function presence({ open }, moment) {
  if (!open) return null;
  const minutes = Math.floor(moment / MINUTE);
  const begin = minutes - ((((minutes - MONDAY) % WEEK) + WEEK) % WEEK); // Monday of this week
  const spans = [-WEEK, 0, WEEK].flatMap((shift) => open.map(([from, to]) => [begin + shift + from, begin + shift + to]));
  const inside = spans.filter(([from, to]) => from <= minutes && minutes < to);
  if (inside.length) {
    let end = Math.max(...inside.map(([, to]) => to));
    for (const [from, to] of spans) if (from <= end && to > end) end = to; // one span may go on where another ends
    return { isOpen: true, turns: end - minutes > WEEK - 1 ? null : end * MINUTE };
  }
  return { isOpen: false, turns: Math.min(...spans.filter(([from]) => from > minutes).map(([from]) => from)) * MINUTE };
}

/**
 * @param {Answering} level
 * @returns {HTMLElement}
 */
function presenceMark(level) {
  const found = presence(level, now());
  if (!found) return element('span', { class: 'kb-there' }, `hours: ${level.hours}`);
  const { isOpen, turns } = found;
  const words = isOpen ? (turns === null ? 'there now, day and night' : `there now, until ${told(turns)}`) : `away until ${told(turns ?? 0)}`;
  return element('span', { class: `kb-there kb-there--${isOpen ? 'now' : 'away'}` }, words);
}

/** @param {Answering} level */
function whoOf({ ask, team, minutes }) {
  return `${ask}, ${team}: answers within ${minutes} min`;
}

/**
 * On the page of an escalation: who is there now, where the page names them, and the form for its evidence.
 * @param {RecordPage} page
 * @returns {() => void} tells anew who is there
 */
export function makeEscalation(page) {
  const { data, article } = page;
  const route = data.route ?? [];
  if (!route.length) return () => {};
  const first = element('span');
  article.querySelector('.kb-raise__fast')?.append(' ', first); // the first thing that somebody who must call wants to know
  const rows = sectionOf('route').flatMap((node) => [...node.querySelectorAll('tbody tr')]);
  const marks = rows.slice(0, route.length).map((row) => {
    const mark = element('span');
    row.lastElementChild?.append(' ', mark);
    return mark;
  });
  makeForm(page);
  return () => {
    const [level] = route;
    const there = presence(level, now())?.isOpen === false ? route.find((each) => presence(each, now())?.isOpen) : undefined;
    first.replaceChildren(presenceMark(level), ...(there ? [`; level ${there.level}: ${whoOf(there)} `, presenceMark(there)] : []));
    marks.forEach((mark, place) => mark.replaceChildren(presenceMark(route[place])));
  };
}

/**
 * Put the form in the place of the list that it asks for item by item; on paper the list stays.
 * @param {RecordPage} page
 */
function makeForm(page) {
  const [heading] = sectionOf('evidence');
  if (!page.data.evidence?.length || !heading) return;
  document.querySelector('.kb-asked')?.classList.add('kb-on-paper');
  heading.after(evidenceForm(page));
}

/**
 * On the page of what may fail: who is reached then.
 * @param {RecordPage} page
 * @returns {() => void} tells anew who is there
 */
export function makeWayOut({ data, base }) {
  const [heading] = sectionOf('if-it-does-not-work');
  if (!heading || !data.escalate?.length) return () => {};
  const place = element('ul', { class: 'kb-there__list' });
  heading.after(place);
  return () => {
    const rows = (data.escalate ?? []).map(({ id, title, level, how }) => {
      const press = how ? [element('b', {}, how), element('br')] : [];
      return element('li', {}, linkTo({ id, title }, base), element('br'), ...press, whoOf(level), ' ', presenceMark(level));
    });
    place.replaceChildren(...rows);
  };
}

/** @param {RecordPage} page */
function evidenceForm(page) {
  const { data, title, cases } = page;
  const area = /** @type {HTMLTextAreaElement} */ (
    element('textarea', { class: 'kb-field kb-message', rows: 10, 'aria-label': 'The message', spellcheck: 'false' })
  );
  const left = element('span', { class: 'kb-reply__left' });
  const levels = /** @type {HTMLSelectElement} */ (
    element('select', { class: 'kb-field' }, ...(data.route ?? []).map((level, place) => element('option', { value: place }, `${level.level}: ${level.ask}, ${level.team}`)))
  );
  const inputs = (data.evidence ?? []).map((name) => {
    const input = /** @type {HTMLInputElement} */ (element('input', { class: 'kb-field', autocomplete: 'off' }));
    return { name, input, isSteps: /steps?\b.{0,200}\bdone/i.test(name) };
  });
  const recall = () => {
    for (const { input, isSteps } of inputs) if (isSteps && !input.dataset.typed) input.value = doneSoFar(cases);
  };
  let drawn = '';
  const draw = () => {
    const level = (data.route ?? [])[levels.selectedIndex] ?? (data.route ?? [])[0];
    const open = inputs.filter(({ input }) => !input.value.trim());
    const lines = [
      `${ticketLine(data)} ${title}`,
      `To: ${whoOf(level)} (level ${level.level})`,
      ...(cases.current() ? [`Case: ${cases.current()}`] : []),
      ...inputs.map(({ name, input }) => `${name}: ${input.value.trim() || 'not known'}`),
    ];
    if (lines.join() === drawn) return; // what a person has changed in it stays
    drawn = lines.join();
    area.value = [...lines, `Sent: ${utc(now())}`].join('\n');
    left.textContent = open.length ? `${open.length} of ${inputs.length} not filled in: the message says "not known"` : '';
  };
  for (const { input } of inputs) {
    input.addEventListener('input', () => {
      input.dataset.typed = 'yes';
      draw();
    });
  }
  levels.addEventListener('change', draw);
  cases.onChange(() => {
    recall();
    draw();
  });
  recall();
  draw();
  const fields = inputs.map(({ name, input }) => element('label', { class: 'kb-label kb-label--long' }, name, input));
  return element(
    'div',
    { class: 'kb-panel kb-evidence' },
    element('div', { class: 'kb-evidence__head' }, caseField(cases), element('label', { class: 'kb-case' }, 'Level ', levels)),
    element('div', { class: 'kb-reply__fields' }, ...fields),
    area,
    element('p', { class: 'kb-reply__foot' }, copyButton('Copy message', () => area.value, { class: 'kb-copy kb-copy--main' }), ' ', left),
  );
}

/**
 * What was done in this case before somebody had to be called.
 * @param {import('./cases.js').Cases} cases
 */
function doneSoFar(cases) {
  return cases
    .all()
    .map(([record, { version, done, labels }]) => `${record} v${version} steps ${done.map((place) => labels[place - 1]).join(', ')} of ${labels.length}`)
    .join('; ');
}
