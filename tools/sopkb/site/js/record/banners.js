/** The banners above a record, true at the reader's moment: its state, workarounds that override it, a version to come. */

import { say } from '../copying.js';
import { element } from '../dom.js';
import { freshen, now, statusOf } from '../live.js';
import { isLive } from '../../../search/static/js/state.js';
import { linkTo, localTime } from './page.js';

/** @typedef {import('./page.js').RecordPage} RecordPage */
/** @typedef {import('./page.js').Banner} Banner */

/**
 * What the page says of time, to be told again and again.
 * @param {RecordPage} page
 * @returns {() => void}
 */
export function makeBanners({ data, article, base }) {
  const title = /** @type {HTMLElement} */ (article.querySelector('h1'));
  const headline = /** @type {HTMLElement} */ (title.previousElementSibling ?? title);
  /** @type {string[]} */
  let shown = [];

  return () => {
    const state = data.life ? statusOf(data.life).state : (data.state ?? 'LIVE');
    const overrides = (data.overrides ?? []).filter(({ life }) => isLive(statusOf(life).state));
    const isFollowed = isLive(/** @type {any} */ (state));
    const wanted = [state, ...(isFollowed ? overrides.map(({ title }) => title) : [])];
    if (wanted.join('\n') !== shown.join('\n')) {
      if (shown.length && state !== shown[0]) say(`Now ${state}`);
      shown = wanted;
      article.classList.toggle('kb-not-followed', !isFollowed);
      for (const old of article.querySelectorAll('.kb-timed, .kb-override')) old.remove();
      const banner = data.banners?.[state];
      if (banner) firstPlace(article, headline).before(bannerOf(banner, base));
      if (isFollowed) headline.before(...overrides.map((each) => bannerOf(each, base)));
    }
    if (data.changes && now() >= Date.parse(data.changes)) haveChanged(article, data.changes);
    freshen(document);
  };
}

/**
 * Where the banner of the state stands: above all others.
 * @param {HTMLElement} article
 * @param {HTMLElement} headline
 */
function firstPlace(article, headline) {
  // An advisory stands below the title: it gives way to what must be done.
  const above = [...article.children].slice(0, [...article.children].indexOf(headline));
  return /** @type {HTMLElement} */ (above.find((each) => each.classList.contains('admonition')) ?? headline);
}

/**
 * @param {Banner} banner
 * @param {string} base
 */
function bannerOf({ classes, title, parts }, base) {
  const words = parts.map((part) => {
    if (typeof part === 'string') return part;
    if ('id' in part) return linkTo(part, base);
    if ('left' in part) return element('span', { 'data-moment': part.left ?? '' });
    return momentOf(part.at ?? '');
  });
  return element(
    'div',
    { class: `admonition ${classes}` },
    element('p', { class: 'admonition-title' }, title),
    element('p', {}, ...words),
  );
}

/** @param {string} at */
function momentOf(at) {
  const local = localTime(Date.parse(at));
  const text = `${at.slice(0, 16).replace('T', ' ')} UTC`;
  return element('span', {}, element('time', { datetime: at }, text), local ? ` (${local})` : '');
}

/**
 * The day of a version to come has passed, and this site does not know that version.
 * @param {HTMLElement} article
 * @param {string} day
 */
function haveChanged(article, day) {
  const banner = article.querySelector('.kb-upcoming');
  if (!banner || banner.classList.contains('warning')) return;
  banner.classList.replace('info', 'warning');
  const title = element('p', { class: 'admonition-title' }, `Changed on ${day}: what stands here is the text before it`);
  const advice = 'This site was built before that day. Ask for a new build, and check what changed first:';
  const rest = [...banner.children].slice(2);
  banner.replaceChildren(title, element('p', {}, advice), ...rest);
}
