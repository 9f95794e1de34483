/** Replies to paste, with a field for each placeholder: what is copied is what the user will read. */

import { copyButton } from '../copying.js';
import { element } from '../dom.js';
import { linkTo, sectionOf } from './page.js';

/** @typedef {import('./page.js').RecordPage} RecordPage */
/** @typedef {import('./page.js').Reply} Reply */
/** @typedef {import('./steps.js').Checklist} Checklist */

const PLACEHOLDER = /\{([a-z][a-z0-9_]*)\}/g;
/** Steps that a user is sent at most. */
const MOST_STEPS = 4;

/**
 * On a macro's page in the place of its text, on any other page below what an agent does.
 * @param {RecordPage} page
 * @param {Checklist | null} checklist
 */
export function makeReplies(page, checklist) {
  const { data, article } = page;
  const replies = data.replies ?? [];
  if (!replies.length) return;
  const panels = replies.map((reply) => panelOf(reply, page, checklist));
  if (data.kind === 'macro') {
    replies.forEach(({ at }, number) => inPlace(at ?? '', panels[number]));
    return;
  }
  const title = element('h2', { id: 'kb-replies' }, replies.length > 1 ? 'Replies to send' : 'Reply to send');
  endOfBody(article).before(title, ...panels);
}

/**
 * Put a panel where the text to paste stands.
 * @param {string} anchor of the section
 * @param {HTMLElement} panel
 */
function inPlace(anchor, panel) {
  const [heading, ...rest] = sectionOf(anchor);
  for (const block of rest) {
    if (/^H[1-6]$/.test(block.tagName)) break; // the next text
    if (block.matches('.highlight, .language-text, pre')) block.remove();
  }
  heading?.after(panel);
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
 * @param {Checklist | null} checklist
 */
function panelOf(reply, page, checklist) {
  const { data, base, cases } = page;
  const preview = element('div', { class: 'kb-reply__text', tabindex: 0, role: 'group', 'aria-label': 'The reply' });
  const left = element('span', { class: 'kb-reply__left' });
  const fields = [...new Set([...reply.text.matchAll(PLACEHOLDER)].map(([, name]) => name))];
  const inputs = fields.map((name) => fieldOf(name, suggestion(name, page, checklist)));
  const values = () => new Map(inputs.map(({ name, input }) => [name, input.value.trim()]));
  const filled = () => reply.text.replace(PLACEHOLDER, (whole, name) => values().get(name) || whole);
  const draw = () => {
    preview.replaceChildren(...previewOf(reply.text, values()));
    const open = inputs.filter(({ input }) => !input.value.trim());
    left.textContent = open.length ? `Still to fill in: ${open.map(({ label }) => label).join(', ')}` : '';
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
    element('p', { class: 'kb-reply__foot' }, copyButton('Copy reply', filled, { class: 'kb-copy kb-copy--main' }), ' ', left),
  ];
  if (data.kind === 'macro') return element('div', { class: 'kb-panel kb-reply' }, ...parts);
  const name = element('summary', {}, `${reply.id} ${reply.title}`);
  const source = element('p', { class: 'kb-reply__source' }, 'When to use it: ', linkTo({ id: reply.id }, base));
  return element('details', { class: 'kb-panel kb-reply' }, name, ...parts, source);
}

/**
 * @param {string} name
 * @param {string} value
 */
function fieldOf(name, value) {
  const label = name.replace(/_utc$/, ' (UTC)').replaceAll('_', ' ');
  const isLong = name === 'steps' || value.includes('\n');
  const input = /** @type {HTMLInputElement} */ (
    element(isLong ? 'textarea' : 'input', {
      class: 'kb-field',
      autocomplete: 'off',
      ...(isLong ? { rows: 4 } : {}),
      ...(name.endsWith('_utc') ? { placeholder: '2026-11-22 10:30' } : {}),
    })
  );
  input.value = value;
  return { name, label, input, node: element('label', { class: isLong ? 'kb-label kb-label--long' : 'kb-label' }, label, input) };
}

/**
 * What the page can fill in by itself.
 * @param {string} name
 * @param {RecordPage} page
 * @param {Checklist | null} checklist
 */
function suggestion(name, { data, cases }, checklist) {
  if (isCase(name)) return cases.current();
  if (name === 'record_id' && data.kind !== 'macro') return data.id;
  if (name === 'steps' && checklist && data.kind !== 'macro') {
    return checklist.actions.slice(0, MOST_STEPS).map((action, place) => `${place + 1}. ${action}`).join('\n');
  }
  return '';
}

/** @param {string} name */
function isCase(name) {
  return name === 'ticket_id' || name === 'case_id';
}

/**
 * @param {string} text
 * @param {Map<string, string>} values
 * @returns {Node[]}
 */
function previewOf(text, values) {
  return text.split(/(\{[a-z][a-z0-9_]*\})/).map((piece) => {
    const name = /^\{(.*)\}$/.exec(piece)?.[1];
    if (name === undefined || !values.has(name)) return document.createTextNode(piece);
    const value = values.get(name);
    return value ? element('b', {}, value) : element('mark', {}, piece);
  });
}
