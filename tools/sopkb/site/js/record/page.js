/** A record's page as its script finds it: what the site has told of the record, and where things stand. */

import { element } from '../dom.js';

/** @typedef {{classes: string, title: string, parts: (string | Link | At)[]}} Banner */
/** @typedef {{id: string, title: string}} Link */
/** @typedef {{at?: string, left?: string}} At */
/**
 * A text to paste: what the record says for its fields; which of its steps are the user's, or why none is filled in; on a
 * macro's own page, the place of the text.
 * @typedef {{id: string, title: string, text: string, values?: Record<string, string>, steps?: number[], noSteps?: string, at?: string, place?: number}} Reply
 */
/** Who answers, and how fast. @typedef {{team: string, ask: string, minutes: number, hours?: string, open?: [number, number][]}} Answering */
/** @typedef {Answering & {level: string}} Level */
/** @typedef {{say: string, goto?: string, id?: string, title?: string, life?: string, state?: string, lost?: string}} Choice */
/** @typedef {{id: string, ask: string, answers: Choice[]}} Question */

/**
 * What stands in the data block of a record's page; what is empty is missing.
 * @typedef {object} Data
 * @property {string} id
 * @property {string} [kind] `macro`, where it is one
 * @property {string} [version]
 * @property {string} [state] at the moment of the build
 * @property {string} [life] what the state depends on, where time changes it
 * @property {Record<string, Banner>} [banners] by state
 * @property {(Banner & {life: string})[]} [overrides]
 * @property {string} [changes] the day of a version to come
 * @property {string} [steps] anchor of the section with the steps
 * @property {Reply[]} [replies]
 * @property {string[]} [evidence]
 * @property {Level[]} [route]
 * @property {(Link & {level: Answering, how?: string})[]} [escalate]
 * @property {Question[]} [nodes]
 * @property {import('../training/reading.js').Readable} [readable]
 */

/** @typedef {import('./cases.js').Cases} Cases */
/**
 * @typedef {object} RecordPage
 * @property {Data} data
 * @property {string} title
 * @property {HTMLElement} article
 * @property {string} base address of the site, with a slash at its end
 * @property {Cases} cases
 */

/** The id of a record, as an address has it: nothing else may become part of one. */
const ID = /^[A-Z]{3}-\d{4}$/;

/** @returns {Data} */
export function readData() {
  return JSON.parse(document.getElementById('kb-data')?.textContent ?? '{}');
}

/**
 * A link to a record; text where it has no page.
 * @param {{id: string, title?: string}} record
 * @param {string} base
 */
export function linkTo({ id, title }, base) {
  const words = title ? ` ${title}` : '';
  const link = ID.test(id) ? element('a', { href: `${base}${id}.html` }, id) : id;
  return element('span', {}, link, words);
}

/**
 * What a ticket is told of a record: `WKA-0002 v1.1.0`.
 * @param {Data} data
 */
export function ticketLine({ id, version }) {
  return version ? `${id} v${version}` : id;
}

/**
 * What belongs to a heading: everything up to the next one of its level.
 * @param {string} anchor
 * @returns {Element[]} the heading first; none where there is none
 */
export function sectionOf(anchor) {
  const heading = anchor ? document.getElementById(anchor) : null;
  if (!heading || !/^H[1-6]$/.test(heading.tagName)) return [];
  const found = [/** @type {Element} */ (heading)];
  for (let next = heading.nextElementSibling; next; next = next.nextElementSibling) {
    if (/^H[1-6]$/.test(next.tagName) && next.tagName <= heading.tagName) break;
    found.push(next);
  }
  return found;
}

/**
 * An instant as people in UTC and the reader say it: `2026-12-01 09:00 UTC`, and `Tue 10:00 CET` where that differs.
 * @param {number} moment in milliseconds
 */
export function told(moment) {
  const local = localTime(moment);
  return `${utc(moment)}${local ? ` (${local})` : ''}`;
}

/** @param {number} moment */
export function utc(moment) {
  return `${new Date(moment).toISOString().slice(0, 16).replace('T', ' ')} UTC`;
}

/**
 * A moment in the reader's own time zone; empty where that is UTC.
 * @param {number} moment in milliseconds
 */
export function localTime(moment) {
  const date = new Date(moment);
  if (date.getTimezoneOffset() === 0) return '';
  const parts = { weekday: 'short', hour: '2-digit', minute: '2-digit', hour12: false, timeZoneName: 'short' };
  return `${new Intl.DateTimeFormat('en-GB', /** @type {any} */ (parts)).format(date).replace(',', '')} for you`;
}
