/** A record that answers, as a row: what it is, whether it holds now, why it was found. */

import { describe, isLive, slugOf } from '../../search/static/js/state.js';
import { element, marked } from './dom.js';

/** @typedef {import('../../search/static/js/answer.js').Hit} Hit */
/** @typedef {import('../../search/static/js/state.js').Status} Status */
/** @typedef {import('./finder.js').Site} Site */

/** The id of a record, as an address has it: nothing else may become part of one. */
const ID = /^[A-Z]{3}-\d{4}$/;

/**
 * The address of a record's page.
 * @param {string} id
 * @param {Site} site
 */
export function addressOf(id, { base }) {
  return ID.test(id) ? `${base}${id}.html` : base;
}

/**
 * The record that a link leads to.
 * @param {HTMLAnchorElement} link
 */
export function idOf({ pathname }) {
  return /\/([A-Z]{3}-\d{4})\.html$/.exec(pathname)?.[1];
}

/**
 * Where a row leads: to the section that answers, but to the top of the page where something must be read first.
 * @param {Hit} hit
 * @param {Site} site
 */
export function targetOf(hit, site) {
  const isFree = !hit.advisory && isLive(hit.status.state);
  return addressOf(hit.id, site) + (isFree && hit.anchor ? `#${encodeURIComponent(hit.anchor)}` : '');
}

/**
 * A state as a mark, with its time: `EXPIRES SOON · 6 h left`.
 * @param {Status} status
 * @param {number} now
 */
export function stateMark(status, now) {
  const words = describe(status, now).replace(/ \((.*)\)$/, ' · $1');
  return element('span', { class: `kb-state kb-state--${slugOf(status.state)}` }, words);
}

/**
 * The link that a row is.
 * @param {Hit} hit
 * @param {Site} site
 * @param {Record<string, string | number | boolean | null | undefined>} attributes
 */
export function rowOf(hit, site, attributes) {
  const { advisory, snippet, heading, matched } = hit;
  const facts = [
    hit.areaLabel,
    hit.waitsFor ? `waits for ${hit.waitsFor}` : '',
    hit.minutes === null ? '' : `${hit.minutes} min`,
    hit.permissions.length ? `needs ${hit.permissions.join(', ')}` : '',
    hit.affected ? `affects ${hit.affected}` : '',
    hit.reviewed ? `reviewed ${hit.reviewed}` : '',
  ];
  return element(
    'a',
    { class: 'kb-row', href: targetOf(hit, site), ...attributes },
    element(
      'span',
      { class: 'kb-row__title' },
      element('span', { class: 'kb-row__kind' }, site.kinds[hit.kind] ?? hit.kind),
      ' ',
      element('span', { class: 'kb-row__id' }, hit.id),
      ` ${hit.title}`,
    ),
    element(
      'span',
      { class: 'kb-row__facts' },
      stateMark(hit.status, site.answers.now()),
      ...facts.filter(Boolean).map((fact) => element('span', {}, fact)),
    ),
    matched ? element('span', { class: 'kb-row__matched' }, 'Matched: ', element('mark', {}, matched)) : null,
    element('span', { class: 'kb-row__summary' }, hit.summary),
    hit.howToRaise ? element('span', { class: 'kb-row__raise' }, 'Raise it: ', element('b', {}, hit.howToRaise)) : null,
    hit.howFast ? element('span', { class: 'kb-row__raise' }, hit.howFast) : null,
    advisory // below the instruction: who must act must not look for it behind a warning
      ? element('span', { class: 'kb-row__advisory' }, element('span', { role: 'img', 'aria-label': 'Caution:' }, '⚠'), ' ', advisory)
      : null,
    snippet && heading
      ? element(
          'span',
          { class: 'kb-row__snippet' },
          element('strong', {}, heading),
          ': ',
          ...marked(snippet.text, snippet.marks),
        )
      : null,
  );
}

/**
 * The record of a row.
 * @param {Element} link
 * @returns {import('./memory.js').Opened | null} null for a link that is no row
 */
export function recordOf(link) {
  const id = link.querySelector('.kb-row__id')?.textContent;
  return id ? { id, title: link.querySelector('.kb-row__title')?.lastChild?.textContent?.trim() ?? '' } : null;
}
