/** What a ticket needs of a record, at its head: the line with its version, and the link. */

import { copyButton } from '../copying.js';
import { element } from '../dom.js';
import { now } from '../live.js';
import { ticketLine, utc } from './page.js';

/** @typedef {import('./page.js').RecordPage} RecordPage */

/** @param {RecordPage} page */
export function makeBar({ data, article, base }) {
  const bar = /** @type {HTMLElement} */ (article.querySelector('.kb-bar'));
  const line = ticketLine(data);
  bar.setAttribute('role', 'group');
  bar.setAttribute('aria-label', 'Copy');
  bar.append(
    copyButton(`Copy ${line}`, () => line, { class: 'kb-copy kb-copy--line' }),
    copyButton('Copy link', () => `${base}${data.id}.html`, { class: 'kb-copy kb-copy--link' }),
    data.steps ? element('a', { class: 'kb-bar__jump', href: `#${data.steps}` }, 'Steps ↓') : '',
  );
}

/**
 * What stands on top of a printed page: paper knows no expiry.
 * @param {RecordPage} page
 */
export function makeStamp({ data, article, base }) {
  const stamp = element('p', { class: 'kb-printed' });
  article.prepend(stamp);
  addEventListener('beforeprint', () => {
    stamp.textContent = `${ticketLine(data)}, printed ${utc(now())}. Paper does not expire: before you follow it, look at ${base}${data.id}.html`;
  });
}
