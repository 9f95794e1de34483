/** Replies to paste, with a field for each placeholder: what is copied is what the user will read. */

import { copyButton } from '../copying.js';
import { element } from '../dom.js';
import { linkTo, sectionOf } from './page.js';

/** @typedef {import('./page.js').RecordPage} RecordPage */
/** @typedef {import('./page.js').Reply} Reply */

/** Fields, as sopkb/lint/replies.py has them: `{{name}}` is another tool's. */
const BRACES = /(?<!\{)\{+([a-z][a-z0-9_]*)\}+/g;

/**
 * On a macro's page in the place of its text, on any other page below what an agent does.
 * @param {RecordPage} page
 */
export function makeReplies(page) {
  const { data, article } = page;
  const replies = data.replies ?? [];
  if (!replies.length) return;
  const panels = replies.map((reply) => panelOf(reply, page));
  if (data.kind === 'macro') {
    const places = replies.map(({ at, place }) => placeOf(at ?? '', place ?? 0)); // all of them, before one is taken
    places.forEach((found, number) => found.replaceWith(panels[number]));
    return;
  }
  const title = element('h2', { id: 'kb-replies' }, replies.length > 1 ? 'Replies to send' : 'Reply to send');
  endOfBody(article).before(title, ...panels);
}

/**
 * Where a text to paste stands: the quotation of that number below its heading; where there is none, above the rest.
 * @param {string} anchor of the section
 * @param {number} number from 0
 */
function placeOf(anchor, number) {
  const [heading, ...rest] = sectionOf(anchor);
  const next = rest.findIndex((block) => /^H[1-6]$/.test(block.tagName)); // below it is another text
  const own = next < 0 ? rest : rest.slice(0, next);
  const text = own.filter((block) => block.matches('.highlight, .language-text, pre'))[number];
  if (text) return text;
  const room = element('div');
  heading?.after(room);
  return room;
}

/**
 * What comes after the body.
 * @param {HTMLElement} article
 */
export function endOfBody(article) {
  const found = article.querySelector('#related-records, #about-this-record');
  return /** @type {HTMLElement} */ (found ?? article.lastElementChild);
}

/**
 * @param {Reply} reply
 * @param {RecordPage} page
 */
function panelOf(reply, page) {
  const { data, base, cases } = page;
  const preview = element('div', { class: 'kb-reply__text', tabindex: 0, role: 'group', 'aria-label': 'The reply' });
  const left = element('span', { class: 'kb-reply__left' });
  const pieces = piecesOf(reply.text);
  const fields = [...new Set(pieces.flatMap(({ field }) => field ?? []))];
  const inputs = fields.map((name) =>
    fieldOf(name, isCase(name) ? cases.current() : (reply.values?.[name] ?? ''), name === 'steps' ? aboutSteps(reply, data.id) : ''),
  );
  const valueOf = (/** @type {string | undefined} */ field) => inputs.find(({ name }) => name === field)?.input.value.trim();
  const filled = () => pieces.map(({ text, field }) => valueOf(field) || text).join('');
  const gaps = () => inputs.filter(({ input }) => !input.value.trim()).map(({ label }) => label);
  const draw = () => {
    const nodes = pieces.map(({ text, field }) => {
      if (!field) return document.createTextNode(text);
      return valueOf(field) ? element('b', {}, valueOf(field) ?? '') : element('mark', {}, text);
    });
    preview.replaceChildren(...nodes);
    left.textContent = gaps().length ? `Still to fill in: ${gaps().join(', ')}` : '';
  };
  for (const { input } of inputs) input.addEventListener('input', draw);
  cases.onChange(() => {
    for (const { name, input } of inputs) if (isCase(name) && !input.value) input.value = cases.current();
    draw();
  });
  draw();
  const parts = [
    inputs.length ? element('div', { class: 'kb-reply__fields' }, ...inputs.map(({ node }) => node)) : null,
    preview,
    element('p', { class: 'kb-reply__foot' }, copyButton('Copy reply', filled, { class: 'kb-copy kb-copy--main' }, gaps), ' ', left),
  ];
  if (data.kind === 'macro') return element('div', { class: 'kb-panel kb-reply' }, ...parts);
  const name = element('summary', {}, `${reply.id} ${reply.title}`);
  const source = element('p', { class: 'kb-reply__source' }, 'When to use it: ', linkTo({ id: reply.id }, base));
  return element('details', { class: 'kb-panel kb-reply' }, name, ...parts, source);
}

/**
 * A text as its words and its fields, in order; a field's text is what stands there while it is empty.
 * @param {string} text
 * @returns {{text: string, field?: string}[]}
 */
export function piecesOf(text) {
  const pieces = [];
  let at = 0;
  for (const { 0: whole, 1: field, index } of text.matchAll(BRACES)) {
    if (whole.length !== field.length + 2) continue;
    pieces.push({ text: text.slice(at, index) }, { text: whole, field });
    at = index + whole.length;
  }
  return [...pieces, { text: text.slice(at) }];
}

/**
 * @param {string} name
 * @param {string} value
 * @param {string} hint what belongs there, or where the value is from
 */
function fieldOf(name, value, hint) {
  const label = name.replace(/_utc$/, ' (UTC)').replaceAll('_', ' ');
  const isLong = hint !== '' || value.includes('\n');
  const input = /** @type {HTMLInputElement} */ (
    element(isLong ? 'textarea' : 'input', {
      class: 'kb-field',
      autocomplete: 'off',
      ...(isLong ? { rows: 4 } : {}),
      ...(name.endsWith('_utc') ? { placeholder: '2026-11-22 10:30' } : {}),
    })
  );
  input.value = value;
  const said = hint ? element('small', { class: 'kb-reply__hint' }, hint) : null;
  return { name, label, input, node: element('label', { class: isLong ? 'kb-label kb-label--long' : 'kb-label' }, label, input, said) };
}

/**
 * Where the steps in a reply are from, or what belongs there.
 * @param {Reply} reply
 * @param {string} id of the record
 */
function aboutSteps({ steps = [], noSteps = '' }, id) {
  const said = /** @type {Record<string, string>} */ ({
    'no record': 'Filled in on the page of a record that has steps for the user.',
    'none marked': `No step of ${id} is the user's own: write what the user does, or say what you did.`,
    branches: `The steps of ${id} have branches: copy those for the user from the branch that fits.`,
    'not as they stand': `The user's steps of ${id} cannot be sent as they stand: say in your words what the user does.`,
  })[noSteps];
  if (said) return said;
  return steps.length === 1 ? `Step ${steps[0]}: the one of ${id} that the user does.` : `Steps ${steps.join(', ')}: those of ${id} that the user does.`;
}

/** @param {string} name */
function isCase(name) {
  return name === 'ticket_id' || name === 'case_id';
}
