/** A search box and what stands below it: the same in the dialog and on the page, but for how a row is chosen. */

import { button, element } from './dom.js';
import { nothingFound } from './gap.js';
import { makeChips } from './chips.js';
import { danger } from './danger/hearing.js';
import { journal } from './journal/listening.js';
import { addressOf, idOf, recordOf, rowOf, stateMark } from './row.js';

/** @typedef {import('../../search/static/js/search.js').Answer} Answer */
/** @typedef {import('./answers.js').Answers} Answers */
/** @typedef {import('./memory.js').Memory} Memory */

/**
 * What a site tells its search.
 * @typedef {object} Site
 * @property {string} base its address, with a slash at its end
 * @property {string | null} now the moment of a demo base; null for the reader's clock
 * @property {Record<string, string>} kinds what readers call a kind
 * @property {Record<string, string>} areas what readers call an area
 * @property {string} style
 * @property {string} engine
 * @property {boolean} listens whether danger is to be listened for
 * @property {Answers} answers
 * @property {Memory} memory
 */

/**
 * @typedef {object} Finder
 * @property {(again?: boolean) => Promise<void>} look answers what stands in the box; `again` also if it is the same
 * @property {(link: HTMLAnchorElement) => void} chose notes that a row or another answer is opened
 * @property {() => HTMLAnchorElement[]} choices the links that the arrows go through
 * @property {Record<string, string[]>} filters
 * @property {() => Promise<boolean>} settle waits until everything was listened for, or cannot be for now; whether it was
 * @property {() => boolean} isHeard whether the question tells of danger, or is what is left of one that did
 * @property {() => boolean} isQuiet whether nothing may be kept of the question
 */

const ROWS = 10;
/** Where nothing is listened for, and where what listens is missing: then nothing is kept of what nobody has heard. */
const NONE = {
  routes: null,
  listen: () => {},
  settle: async () => true,
  isHeard: () => false,
  isQuiet: () => false,
  isLacking: () => false,
  follow: () => {},
};
const MISSING = { ...NONE, settle: async () => false, isQuiet: () => true, isLacking: () => true };
const LACKING = 
  'Danger is listened for only in part: a file cannot be reached. Enter opens nothing until it is; choose a row yourself.';
/** Rows that come at a time, for who wants more of them. */
const MORE = 20;

/**
 * Fill a place with the answers to what is typed into a box.
 * @param {HTMLInputElement} input
 * @param {HTMLElement} output
 * @param {Site} site
 * @param {{isDialog: boolean, line: HTMLElement | null, drawn: (answer: Answer | null) => void}} how the line to the
 *   routes of danger, which stays away only while records answer; null where it stays; what to do once something is shown
 * @returns {Finder}
 */
export function makeFinder(input, output, site, { isDialog, line, drawn }) {
  let [last, asked] = [0, ''];
  /** @type {Record<string, string[]>} */
  const filters = {};
  const spoken = element('p', { class: 'kb-finder__spoken', role: 'status' });
  const count = element('span', {});
  const clock = site.now === null ? null : element('span', { class: 'kb-finder__clock' }, clockOf(site.now));
  const status = element('p', { class: 'kb-finder__status' }, count, clock);
  /** @type {Answer | null} */
  let shown = null;
  const alarm = danger()?.alarmOf(input, (nodes) => output.prepend(...nodes)) ?? (site.listens ? MISSING : NONE);
  const body = element('div', { class: 'kb-finder__body' });
  const chips = makeChips(site, filters, () => look(true));
  output.append(spoken, status, chips.node, body);

  const choices = () =>
    /** @type {HTMLAnchorElement[]} */ ([
      ...(alarm.routes?.children ?? []),
      ...body.querySelectorAll('a.kb-row, a.kb-choice'),
    ]);

  const showLine = () => {
    const isAlerted = alarm.routes?.previousElementSibling?.hasChildNodes(); // it names the route, and how to raise it
    if (line) line.hidden = Boolean(isAlerted || shown?.total) && !alarm.isLacking();
  };
  /** @param {Node[]} nodes @param {string} said @param {Answer | null} answer */
  const draw = (nodes, said, answer) => {
    body.replaceChildren(...(alarm.isLacking() ? [element('p', { class: 'kb-note' }, LACKING)] : []), ...nodes);
    shown = answer;
    showLine();
    output.dataset.asked = asked;
    spoken.textContent = said;
    count.textContent = answer ? countOf(answer) : '';
    drawn(answer);
  };

  const chose = (/** @type {HTMLAnchorElement} */ link) => {
    if (!asked || alarm.isQuiet()) return;
    const [record, row] = [idOf(link), recordOf(link)];
    if (row) site.memory.note(asked, row);
    if (record) journal()?.tell({ kind: 'opened', record });
  };
  for (const press of ['click', 'auxclick']) {
    body.addEventListener(press, (event) => {
      const { target, button: which } = /** @type {MouseEvent} */ (event);
      const link = /** @type {Element} */ (target).closest('a.kb-row, a.kb-choice');
      if (link && which < 2) chose(/** @type {HTMLAnchorElement} */ (link));
    });
  }

  const look = async (again = false) => {
    const query = input.value.trim();
    alarm.listen();
    if (query === asked && !again) return;
    const token = (last += 1);
    const isStale = () => token !== last;
    if (!query) {
      asked = '';
      chips.clear();
      draw(remembered(input, site, isDialog, () => look(true)), '', null);
      return;
    }
    try {
      const answer = await site.answers.ask(query, { filters, limit: ROWS, facets: false });
      if (isStale()) return;
      asked = query;
      draw(answerNodes(answer, site, filters, isDialog, alarm.isQuiet()), saidOf(answer), answer);
      const results = answer.hits.map(({ id }) => id);
      if (!alarm.isQuiet()) journal()?.tell({ kind: 'search', source: 'site', query, results, total: answer.total, filters });
      if (!isDialog) body.append(...moreOf(answer, query, filters, site, isStale, () => drawn(answer)));
      const counted = await site.answers.ask(query, { limit: 0 });
      if (!isStale()) chips.show(counted.facets);
    } catch (error) {
      if (isStale()) return;
      asked = '';
      chips.clear();
      draw([troubleOf(/** @type {Error} */ (error), site)], '', null);
    }
  };
  const changed = () => {
    showLine();
    drawn(shown);
  };
  alarm.follow(changed, () => look(true));
  return {
    look,
    chose,
    choices,
    filters,
    isHeard: alarm.isHeard,
    isQuiet: alarm.isQuiet,
    settle: alarm.settle,
  };
}

/** @param {string} now */
function clockOf(now) {
  return `Clock: ${now.slice(0, 16).replace('T', ' ')} UTC, the moment of this demo base`;
}

/** @param {Answer} answer */
function countOf({ hits, total }) {
  if (total) return total === 1 ? '1 record.' : `${total} records.`;
  return hits.length ? 'No record found; the closest are shown.' : 'No record found.';
}

/**
 * What a screen reader says: the number of records, and whatever changes their meaning.
 * @param {Answer} answer
 */
function saidOf(answer) {
  const instead = answer.corrections.map(({ typed, used }) => `Looked for ${used.join(', ')} instead of ${typed}.`);
  const told = [...answer.notices, ...answer.missing].map(({ message }) => message);
  return [countOf(answer), ...instead, ...told].join(' ');
}

/**
 * @param {Answer} answer
 * @param {Site} site
 * @param {Record<string, string[]>} filters
 * @param {boolean} isDialog
 * @param {boolean} isQuiet
 * @returns {Node[]}
 */
function answerNodes(answer, site, filters, isDialog, isQuiet) {
  const { hits, total, notices, missing, corrections, plan, related } = answer;
  const now = site.answers.now();
  const role = isDialog ? { role: 'option', tabindex: -1 } : {};
  const choice = (/** @type {string} */ id, /** @type {string} */ label) =>
    element('a', { class: 'kb-choice', href: addressOf(id, site), ...role }, label);
  const nodes = notices.map(({ id, title, status, message, successors }) =>
    element(
      'div',
      { class: 'kb-notice', ...(isDialog ? { role: 'group', 'aria-label': message } : {}) },
      element('p', {}, stateMark(status, now), ' ', element('strong', {}, `${id} ${title}`)),
      element('p', {}, message),
      element('p', {}, ...successors.map((other) => choice(other, `Open ${other} instead`)), choice(id, `See ${id}`)),
    ),
  );
  nodes.push(
    ...missing.map(({ message, near, isBegun }) =>
      element(
        'div',
        { class: 'kb-notice', ...(isDialog ? { role: 'group', 'aria-label': message } : {}) },
        element('p', {}, element('strong', {}, message), near.length ? (isBegun ? ' These begin so:' : ' The nearest:') : ''),
        ...near.map(({ id, title, matched }) => element('p', {}, choice(id, `${matched ? `${matched}: ` : ''}${id} ${title}`))),
      ),
    ),
  );
  const notes = [
    ...corrections.map(({ typed, used }) => [
      'Looked for ',
      element('em', {}, used.join(', ')),
      ` instead of ${typed}.`,
    ]),
    ...plan.notes.map((note) => [note]),
  ];
  nodes.push(...notes.map((note) => element('p', { class: 'kb-note' }, ...note)));
  if (hits.length && !total) {
    const note = 'No record answers this. These are not answers, only the closest:';
    nodes.push(element('p', { class: 'kb-note' }, element('strong', {}, note)));
  }
  const rows = hits.map((hit) => rowOf(hit, site, role));
  if (rows.length) nodes.push(isDialog ? element('div', { class: 'kb-rows' }, ...rows) : listOf(rows));
  if (!total && !notices.length && (!missing.length || plan.words.length)) nodes.push(nothingFound(answer, filters, now, isQuiet));
  const others = related.map(({ id, title }) => choice(id, `${id} ${title}`));
  if (others.length && !isDialog) nodes.push(element('p', { class: 'kb-note' }, 'Belongs to the first: ', ...others));
  return nodes;
}

/** @param {HTMLElement[]} rows */
function listOf(rows) {
  return element('ol', { class: 'kb-rows' }, ...rows.map((row) => element('li', {}, row)));
}

/**
 * On the page: more rows, on demand.
 * @param {Answer} answer
 * @param {string} query
 * @param {Record<string, string[]>} filters
 * @param {Site} site
 * @param {() => boolean} isStale
 * @param {() => void} drawn
 * @returns {HTMLElement[]}
 */
function moreOf(answer, query, filters, site, isStale, drawn) {
  let shown = answer.hits.length;
  if (shown >= answer.total) return [];
  const label = () => `Show more (${shown} of ${answer.total})`;
  const more = button(
    label(),
    async () => {
      const next = await site.answers.ask(query, { filters, limit: MORE, offset: shown, facets: false });
      if (isStale()) return;
      const rows = next.hits.map((hit) => element('li', {}, rowOf(hit, site, {})));
      more.previousElementSibling?.parentElement?.querySelector('ol.kb-rows')?.append(...rows);
      /** @type {HTMLElement | null | undefined} */ (rows[0]?.querySelector('a'))?.focus();
      shown += rows.length;
      if (shown >= answer.total || !rows.length) more.remove();
      else more.textContent = label();
      drawn();
    },
    { class: 'kb-more' },
  );
  return [more];
}

/**
 * Before anything is typed: the last searches and records.
 * @param {HTMLInputElement} input
 * @param {Site} site
 * @param {boolean} isDialog
 * @param {() => void} again
 * @returns {Node[]}
 */
function remembered(input, site, isDialog, again) {
  const { memory } = site;
  const [searches, opened] = [memory.searches(), memory.opened()];
  const role = isDialog ? { role: 'option', tabindex: -1 } : {};
  const ask = 'Paste what the user said, an error message, a code or an id.';
  const hint = element('p', { class: 'kb-note' }, ask, ' ', journal()?.said ?? '');
  if (!searches.length && !opened.length) return [hint];
  const group = (/** @type {string} */ label, /** @type {HTMLElement[]} */ links) => {
    const named = isDialog ? { role: 'group', 'aria-label': label } : {};
    return links.length ? [element('div', { class: 'kb-recent', ...named }, element('p', {}, label), ...links)] : [];
  };
  const searched = searches.map((text) => {
    const href = `${site.base}search.html?q=${encodeURIComponent(text)}`;
    const link = element('a', { class: 'kb-choice', href, ...role }, text);
    link.addEventListener('click', (event) => {
      if (event.ctrlKey || event.metaKey || event.shiftKey) return;
      event.preventDefault();
      input.value = text;
      input.focus();
      again();
    });
    return link;
  });
  const records = opened.map(({ id, title }) =>
    element('a', { class: 'kb-choice', href: addressOf(id, site), ...role }, `${id} ${title}`),
  );
  const forget = button('Forget these', () => {
    memory.forget();
    again();
  }, { class: 'kb-forget' });
  return [hint, ...group('Last searches', searched), ...group('Last opened', records), forget];
}

/**
 * The search cannot answer: why, and where the records are all the same.
 * @param {Error} error
 * @param {Site} site
 */
function troubleOf({ message }, { base }) {
  const lists = { 'live now': 'live.html', 'by kind': 'kinds/index.html', 'by area': 'areas/index.html' };
  const links = Object.entries(lists).flatMap(([label, place]) => [element('a', { href: base + place }, label), ' ']);
  return element(
    'div',
    { class: 'kb-notice', role: 'alert' },
    element('p', {}, message),
    element('p', {}, 'Every record is in a list as well: ', ...links),
  );
}
